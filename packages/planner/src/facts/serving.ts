import type { Instance } from '@cartridge-on-kubernetes/api';
import type { InstanceView, ReplicasetView } from '../views/views.ts';
import { canVote, isReady } from './members.ts';
import type { World } from './world.ts';

/** Names of the instances of a replicaset that serve now. */
export function servingInstances(world: World, replicaset: ReplicasetView): string[] {
  return [...membersOf(world, replicaset)].filter(([, serves]) => serves).map(([name]) => name);
}

/** Number of enabled members of a replicaset. */
export function countMembers(world: World, replicaset: ReplicasetView): number {
  return membersOf(world, replicaset).size;
}

/**
 * Whether each enabled member serves, by name. Without a topology every instance may be a member, and a Ready pod
 * counts as serving.
 */
function membersOf(world: World, { live, instances }: ReplicasetView): Map<string, boolean> {
  if (world.topology === null) return new Map(instances.map(view => [view.name, isReady(view)] as const));
  const members = (live?.instanceUUIDs ?? [])
    .flatMap(uuid => world.membersByUuid.get(uuid) ?? [])
    .filter(({ disabled }) => !disabled);
  return new Map(
    members.map(member => [nameOf(world, member), serves(member, world.viewsByUuid.get(member.uuid))]),
  );
}

function nameOf({ names }: World, { uuid, uri }: Instance): string {
  return names[uuid] ?? uri;
}

function serves(member: Instance, view: InstanceView | undefined): boolean {
  if (!canVote(member, view)) return false;
  return view?.answer?.kind !== 'answered' || view.answer.self.state !== 'Unconfigured';
}
