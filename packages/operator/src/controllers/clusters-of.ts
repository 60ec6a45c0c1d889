import { type Cluster, type KubernetesEvent, type KubernetesObject, matchesSelector } from '@cartridge/api';
import { type CacheName, type Caches, seriesOf } from '../caches/caches.ts';

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

/** All that belongs to a cluster carries the labels that the Cluster selects its Roles by. */
function selectedBy(
  caches: Caches,
  object: KubernetesObject,
  namespace = object.metadata.namespace,
): string[] {
  return caches.clusters
    .list()
    .filter(
      cluster =>
        cluster.metadata.namespace === namespace &&
        matchesSelector(cluster.spec?.selector, object.metadata.labels),
    )
    .map(keyOf);
}

/** A change of nothing but the status is our own report, and no news. */
export function isOnlyStatus(before: Cluster, after: Cluster): boolean {
  return (
    before.metadata.uid === after.metadata.uid &&
    JSON.stringify(withoutReport(before)) === JSON.stringify(withoutReport(after))
  );
}

function withoutReport({ metadata, spec }: Cluster): object {
  const { name, uid, generation, labels, annotations, deletionTimestamp, finalizers, ownerReferences } =
    metadata;
  return { name, uid, generation, labels, annotations, deletionTimestamp, finalizers, ownerReferences, spec };
}

function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
