import { labels, type PodDisruptionBudget, type StatefulSet } from '@cartridge-on-kubernetes/api';
import type { ReplicasetView } from '../views/views.ts';
import { controllerReference } from './owner-references.ts';

/** One instance of a replicaset may be evicted at a time, so that draining a node never stops all copies of the data. */
export function buildPodDisruptionBudget(
  replicaset: ReplicasetView,
  statefulSet: StatefulSet,
): PodDisruptionBudget {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: {
      name: replicaset.name,
      namespace: statefulSet.metadata.namespace ?? '',
      labels: replicaset.role.role.metadata.labels ?? {},
      ownerReferences: [controllerReference(statefulSet)],
    },
    spec: { maxUnavailable: 1, selector: { matchLabels: { [labels.replicasetUuid]: replicaset.uuid } } },
  };
}
