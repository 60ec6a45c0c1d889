import { digest, type Pod, type StatefulSet } from '@cartridge-on-kubernetes/api';

/** Templates are values: one that changes is another object. */
const digests = new WeakMap<object, string>();

/** Name of the revision that the pods of the template have, as a label. */
export function revisionOf({ metadata, spec }: StatefulSet): string {
  let revision = digests.get(spec.template);
  if (revision === undefined) {
    revision = digest(spec.template);
    digests.set(spec.template, revision);
  }
  return `${metadata.name}-${revision}`;
}

/** The pod that the StatefulSet controller makes under this name. */
export function podOf(set: StatefulSet, name: string): Pod {
  const { template } = set.spec;
  const volumes = (set.spec.volumeClaimTemplates ?? []).map(({ metadata }) => ({
    name: metadata?.name ?? '',
    persistentVolumeClaim: { claimName: `${metadata?.name}-${name}` },
  }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: set.metadata.namespace ?? '',
      labels: { ...template.metadata?.labels, 'controller-revision-hash': revisionOf(set) },
      annotations: { ...template.metadata?.annotations },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          name: set.metadata.name,
          uid: set.metadata.uid ?? '',
          controller: true,
        },
      ],
    },
    spec: { ...template.spec, containers: template.spec?.containers ?? [], volumes },
    status: { phase: 'Pending' },
  };
}
