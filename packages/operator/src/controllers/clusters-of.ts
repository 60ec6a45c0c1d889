import {
  type Cluster,
  type KubernetesEvent,
  type KubernetesObject,
  labels,
  matchesSelector,
  type ReplicasetTemplate,
  type Role,
} from '@cartridge-on-kubernetes/api';
import type { CacheChange } from '@cartridge-on-kubernetes/kube';
import { type CacheName, type Caches, seriesOf } from '@cartridge-on-kubernetes/observe';

/**
 * Keys (`namespace/name`) of the Clusters that the object belongs to now, and of the Clusters that it belonged to
 * before.
 */
export function clusterKeysOf(
  caches: Caches,
  name: CacheName,
  change: CacheChange<KubernetesObject>,
): Set<string> {
  const keys = new Set<string>();
  if (change.kind === 'changed' && isOnlyStatus(name, change.previous, change.value)) return keys;
  if (change.kind !== 'deleted') for (const key of clustersOf(caches, name, change.value)) keys.add(key);
  if (change.kind !== 'added') for (const key of clustersOf(caches, name, change.previous)) keys.add(key);
  return keys;
}

/** Keys (`namespace/name`) of the Clusters that a changed object belongs to. */
export function clustersOf(caches: Caches, name: CacheName, object: KubernetesObject): string[] {
  const { namespace = '' } = object.metadata;
  switch (name) {
    case 'clusters':
      return [keyOf(object)];
    case 'services':
      return caches.clusters.get(keyOf(object)) === undefined ? [] : [keyOf(object)];
    case 'events':
      return ownersByPod(caches, object as KubernetesEvent);
    case 'claims':
      return caches.statefulSets
        .byIndex('claimPrefix', seriesOf(object.metadata.name))
        .flatMap(statefulSet => selectedBy(caches, statefulSet));
    case 'roles':
    case 'templates':
    case 'statefulSets':
    case 'pods':
    case 'disruptionBudgets':
      return selectedBy(caches, object, namespace);
  }
}

function ownersByPod(caches: Caches, { metadata, involvedObject }: KubernetesEvent): string[] {
  const pod = caches.pods.get(`${metadata.namespace ?? ''}/${involvedObject.name ?? ''}`);
  return pod === undefined ? [] : selectedBy(caches, pod);
}

/** Every object of a cluster carries the labels by which the Cluster selects its Roles. */
function selectedBy(
  caches: Caches,
  object: KubernetesObject,
  namespace = object.metadata.namespace,
): string[] {
  const values = new Set([object.metadata.labels?.[labels.clusterId] ?? '', '']);
  return [...values]
    .flatMap(value => caches.clusters.byIndex('selectedLabel', value))
    .filter(
      cluster =>
        cluster.metadata.namespace === namespace &&
        matchesSelector(cluster.spec?.selector, object.metadata.labels),
    )
    .map(keyOf);
}

type WithSpec = Cluster | Role | ReplicasetTemplate;

/** Whether only the status changed: that is the operator's own report and needs no pass. */
export function isOnlyStatus(name: CacheName, before: KubernetesObject, after: KubernetesObject): boolean {
  if (name !== 'clusters' && name !== 'roles' && name !== 'templates') return false;
  return (
    JSON.stringify(withoutReport(before as WithSpec)) === JSON.stringify(withoutReport(after as WithSpec))
  );
}

function withoutReport({ metadata, spec }: WithSpec): object {
  const { resourceVersion: _changes, ...rest } = metadata;
  return { metadata: rest, spec };
}

function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
