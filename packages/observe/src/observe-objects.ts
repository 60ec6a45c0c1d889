import {
  type Cluster,
  type KubernetesEvent,
  labels,
  matchesSelector,
  type PersistentVolumeClaim,
  type Pod,
  parseTime,
  type ReplicasetTemplate,
  type Role,
  type StatefulSet,
} from '@cartridge-on-kubernetes/api';
import type { Surroundings } from '@cartridge-on-kubernetes/planner';
import { type Caches, claimPrefixes } from './caches/caches.ts';

export type ObservedObjects = Omit<
  Surroundings,
  'now' | 'answers' | 'failures' | 'deeds' | 'secrets' | 'cluster'
>;

const eventMemoryMilliseconds = 10 * 60 * 1000;

/** What the caches know about one Cluster. Sorted by name, so that the same world gives the same snapshot. */
export function observeObjects(caches: Caches, cluster: Cluster, now: number): ObservedObjects {
  const { namespace = '', name } = cluster.metadata;
  const inNamespace = (object: { metadata: { namespace?: string } }): boolean =>
    object.metadata.namespace === namespace;
  const roles = rolesOf(caches, cluster).filter(
    role => inNamespace(role) && matchesSelector(cluster.spec?.selector, role.metadata.labels),
  );
  const statefulSets = uniqueByName(roles.flatMap(role => statefulSetsOf(caches, role)));
  const pods = uniqueByName([...podsOf(caches, statefulSets), ...selectedPods(caches, cluster)]);
  return {
    roles: sortByName(roles),
    templates: uniqueByName(roles.flatMap(role => templatesOf(caches, role)).filter(inNamespace)),
    service: caches.services.get(`${namespace}/${name}`) ?? null,
    statefulSets,
    pods,
    claims: uniqueByName(statefulSets.flatMap(statefulSet => claimsOf(caches, statefulSet))),
    disruptionBudgets: caches.disruptionBudgets.synced
      ? sortByName(
          caches.disruptionBudgets.byIndex('cluster', cluster.metadata.labels?.[labels.clusterId] ?? name),
        )
      : null,
    expandableStorageClasses: null,
    podEvents: pods.flatMap(pod => eventsAbout(caches, pod, now)),
  };
}

/** Roles that may belong to the Cluster, by index: otherwise every pass would read the Roles of all Clusters. */
function rolesOf({ roles }: Caches, { spec }: Cluster): Role[] {
  const value = spec?.selector?.matchLabels?.[labels.clusterId];
  return value === undefined ? roles.list() : roles.byIndex('cluster', value);
}

function templatesOf({ templates }: Caches, { spec }: Role): ReplicasetTemplate[] {
  const value = spec?.selector?.matchLabels?.[labels.replicasetTemplate];
  return value === undefined ? templates.list() : templates.byIndex('label', value);
}

/** StatefulSets owned by the Role, or named like its StatefulSets; the planner tells the two apart. */
function statefulSetsOf(caches: Caches, role: Role): StatefulSet[] {
  const { name, uid = '', namespace } = role.metadata;
  return [
    ...caches.statefulSets.byIndex('owner', uid),
    ...caches.statefulSets.byIndex('series', name),
  ].filter(statefulSet => statefulSet.metadata.namespace === namespace);
}

function podsOf(caches: Caches, statefulSets: readonly StatefulSet[]): Pod[] {
  return statefulSets.flatMap(({ metadata }) => caches.pods.byIndex('owner', metadata.uid ?? ''));
}

/** Pods that the Cluster selects, also pods whose StatefulSet was deleted without them. */
function selectedPods(caches: Caches, { metadata, spec }: Cluster): Pod[] {
  const value = spec?.selector?.matchLabels?.[labels.clusterId];
  const candidates = value === undefined ? caches.pods.list() : caches.pods.byIndex('cluster', value);
  return candidates.filter(
    pod =>
      pod.metadata.namespace === metadata.namespace && matchesSelector(spec?.selector, pod.metadata.labels),
  );
}

function claimsOf(caches: Caches, statefulSet: StatefulSet): PersistentVolumeClaim[] {
  return claimPrefixes(statefulSet)
    .flatMap(prefix => caches.claims.byIndex('series', prefix))
    .filter(claim => claim.metadata.namespace === statefulSet.metadata.namespace);
}

function eventsAbout(caches: Caches, pod: Pod, now: number): KubernetesEvent[] {
  return caches.events
    .byIndex('pod', pod.metadata.name)
    .filter(
      event =>
        event.involvedObject.uid === pod.metadata.uid && now - lastSeen(event) < eventMemoryMilliseconds,
    );
}

function lastSeen(event: KubernetesEvent): number {
  const text = event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime;
  return parseTime(text ?? event.metadata.creationTimestamp ?? '') || 0;
}

function uniqueByName<T extends { metadata: { name: string } }>(objects: readonly T[]): T[] {
  return sortByName([...new Map(objects.map(object => [object.metadata.name, object])).values()]);
}

function sortByName<T extends { metadata: { name: string } }>(objects: T[]): T[] {
  return objects.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}
