import { labels, type PodSpec, type PodTemplateSpec } from '@cartridge-on-kubernetes/api';
import type { ReplicasetView } from '../views/views.ts';

/** Fields that charts of 0.0.8 and 0.0.9 wrote into the pod spec, where Kubernetes has no such fields. */
const MISPLACED_FIELDS = new Set(['updateStrategy', 'capabilities']);

/** Pod template of a replicaset: the ReplicasetTemplate's, with the labels of its Role and of itself. */
export function buildPodTemplate(replicaset: ReplicasetView): PodTemplateSpec {
  const template = replicaset.role.template?.spec?.template ?? {};
  const spec = template.spec ?? { containers: [] };
  return {
    metadata: {
      ...template.metadata,
      labels: {
        ...template.metadata?.labels,
        ...replicaset.role.role.metadata.labels,
        ...identityLabels(replicaset),
      },
    },
    spec: withDefaults(
      Object.fromEntries(Object.entries(spec).filter(([field]) => !MISPLACED_FIELDS.has(field))),
    ),
  };
}

/** Labels that tell replicasets of a Role apart. What an existing StatefulSet holds is kept. */
export function identityLabels({ uuid, role, statefulSet }: ReplicasetView): Record<string, string> {
  const group =
    statefulSet?.metadata.labels?.[labels.vshardGroupName] ??
    role.role.spec?.vshardGroup ??
    role.role.metadata.labels?.[labels.role];
  return {
    [labels.replicasetUuid]: uuid,
    ...(group === undefined ? {} : { [labels.vshardGroupName]: group }),
  };
}

/** A Service named `tarantool-http` would otherwise set TARANTOOL_HTTP_PORT, which Cartridge reads as an option. */
function withDefaults(spec: Record<string, unknown>): PodSpec {
  return { enableServiceLinks: false, ...(spec as unknown as PodSpec) };
}
