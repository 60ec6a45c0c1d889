import type { Instance, Replicaset, Topology } from '@cartridge-on-kubernetes/api';
import type { Snapshot } from '../snapshot.ts';

/** Parts of the snapshot by the names and uuids under which other parts refer to them. */
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

export function indexSnapshot(snapshot: Snapshot, topology: Topology | null): SnapshotIndex {
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

export function groupBy<Item>(
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
