import type { Instance, Replicaset, Topology } from '@cartridge/api';
import { objectReference } from '../object-reference.ts';
import type { Snapshot } from '../snapshot.ts';
import { buildReplicasetViews } from './replicaset-views.ts';
import { buildRoleViews } from './role-views.ts';
import type { ReplicasetView, World } from './world.ts';

/** Finds everything once; linear in the size of the snapshot. */
export function buildWorld(snapshot: Snapshot): World {
  const topology = snapshot.topology.kind === 'answered' ? snapshot.topology.topology : null;
  const roles = buildRoleViews(snapshot);
  const index = indexSnapshot(snapshot, topology);
  const replicasets = buildReplicasetViews({ snapshot, roles, index });
  const instances = replicasets.flatMap(replicaset => replicaset.instances);
  return {
    snapshot,
    cluster: snapshot.cluster,
    clusterRef: objectReference(snapshot.cluster),
    roles,
    replicasets,
    instances,
    topology,
    via: snapshot.topology.kind === 'answered' ? snapshot.topology.pod : '',
    isFormed: topology !== null && topology.replicasets.length > 0,
    membersByUuid: index.instancesByUuid,
    viewsByUuid: new Map(instances.filter(view => view.live !== null).map(view => [view.uuid, view])),
    podEvents: groupBy(snapshot.podEvents, event => event.involvedObject.name),
    names: collectNames(replicasets, topology),
  };
}

export interface SnapshotIndex {
  statefulSets: ReadonlyMap<string, Snapshot['statefulSets'][number]>;
  pods: ReadonlyMap<string, Snapshot['pods'][number]>;
  /** names of pods by the StatefulSet that controls them */
  podsOf: ReadonlyMap<string, readonly string[]>;
  answers: ReadonlyMap<string, Snapshot['answers'][number]>;
  instancesByUri: ReadonlyMap<string, Instance>;
  instancesByUuid: ReadonlyMap<string, Instance>;
  replicasetsByUuid: ReadonlyMap<string, Replicaset>;
}

function indexSnapshot(snapshot: Snapshot, topology: Topology | null): SnapshotIndex {
  const joined = (topology?.instances ?? []).filter(instance => instance.uuid !== '');
  return {
    statefulSets: byName(snapshot.statefulSets),
    pods: byName(snapshot.pods),
    podsOf: podNamesByController(snapshot.pods),
    answers: new Map(snapshot.answers.map(answer => [answer.pod, answer])),
    instancesByUri: new Map(joined.map(instance => [instance.uri, instance])),
    instancesByUuid: new Map(joined.map(instance => [instance.uuid, instance])),
    replicasetsByUuid: new Map(
      (topology?.replicasets ?? []).map(replicaset => [replicaset.uuid, replicaset]),
    ),
  };
}

function byName<Item extends { metadata: { name: string } }>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map(item => [item.metadata.name, item]));
}

function podNamesByController(pods: Snapshot['pods']): Map<string, string[]> {
  const groups = groupBy(pods, pod => pod.metadata.ownerReferences?.find(owner => owner.controller)?.name);
  return new Map([...groups].map(([name, group]) => [name, group.map(pod => pod.metadata.name)]));
}

function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key ?? '');
    if (key === undefined) continue;
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function collectNames(
  replicasets: readonly ReplicasetView[],
  topology: Topology | null,
): Record<string, string> {
  const names: Record<string, string> = {};
  for (const instance of topology?.instances ?? [])
    if (instance.uuid !== '') names[instance.uuid] = instance.uri;
  for (const replicaset of replicasets) {
    names[replicaset.uuid] = replicaset.name;
    for (const instance of replicaset.instances) names[instance.uuid] = instance.name;
  }
  return names;
}
