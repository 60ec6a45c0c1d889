import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { PodTemplateSpec, Volume } from 'kubernetes-types/core/v1';
import type { Stored } from '../in-process/typed-objects.ts';
import type { OwnerReference } from '../objects/kube-object.ts';
import { controllerReference } from './ownership.ts';

export const revisionLabel = 'controller-revision-hash';

interface NamedPod {
  metadata: { name: string; labels?: Record<string, string> };
}

export function revisionOf(pod: NamedPod): string | undefined {
  return pod.metadata.labels?.[revisionLabel];
}

/** The pod's number within its set, or undefined when its name is not one of the set's. */
export function ordinalOf(set: { metadata: { name: string } }, pod: NamedPod): number | undefined {
  const prefix = `${set.metadata.name}-`;
  const digits = pod.metadata.name.startsWith(prefix) ? pod.metadata.name.slice(prefix.length) : '';
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}

export function claimNameOf(options: { template: string; set: string; ordinal: number }): string {
  return `${options.template}-${options.set}-${options.ordinal}`;
}

export interface NewPod {
  metadata: {
    name: string;
    namespace: string | undefined;
    generateName: string;
    labels: Record<string, string>;
    annotations: Record<string, string> | undefined;
    finalizers: string[] | undefined;
    ownerReferences: OwnerReference[];
  };
  spec: NonNullable<PodTemplateSpec['spec']>;
}

export function buildStatefulPod(options: {
  set: Stored<StatefulSet>;
  ordinal: number;
  template: PodTemplateSpec | undefined;
  revision: string;
}): NewPod {
  const { set, ordinal, template, revision } = options;
  const name = `${set.metadata.name}-${ordinal}`;
  const spec = template?.spec ?? { containers: [] };
  return {
    metadata: {
      name,
      namespace: set.metadata.namespace,
      generateName: `${set.metadata.name}-`,
      labels: {
        ...template?.metadata?.labels,
        'apps.kubernetes.io/pod-index': String(ordinal),
        [revisionLabel]: revision,
        'statefulset.kubernetes.io/pod-name': name,
      },
      annotations: template?.metadata?.annotations,
      finalizers: template?.metadata?.finalizers,
      ownerReferences: [controllerReference(set)],
    },
    spec: {
      ...spec,
      hostname: name,
      subdomain: set.spec?.serviceName,
      volumes: withClaims(set, ordinal, spec.volumes ?? []),
    },
  };
}

function withClaims(set: Stored<StatefulSet>, ordinal: number, volumes: Volume[]): Volume[] {
  const claims = (set.spec?.volumeClaimTemplates ?? []).map(claim => {
    const template = claim.metadata?.name ?? '';
    const claimName = claimNameOf({ template, set: set.metadata.name, ordinal });
    return { name: template, persistentVolumeClaim: { claimName } };
  });
  const replaced = new Set(claims.map(claim => claim.name));
  return [...claims, ...volumes.filter(volume => !replaced.has(volume.name))];
}
