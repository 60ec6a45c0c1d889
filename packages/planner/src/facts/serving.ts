import type { Instance } from '@cartridge-on-kubernetes/api';
import type { InstanceView, ReplicasetView } from '../views/views.ts';
import { canVote, isReady } from './members.ts';
import type { World } from './world.ts';

/** Names of the instances of a replicaset that serve now. */
export function servingInstances(world: World, replicaset: ReplicasetView): string[] {
  return [...membersOf(world, replicaset)].filter(([, serves]) => serves).map(([name]) => name);
}

/** How many instances of a replicaset count as its members: those that are enabled. */
export function countMembers(world: World, replicaset: ReplicasetView): number {
  return membersOf(world, replicaset).size;
}

/**
 * Whether each enabled member serves, by name. Where no topology tells, every instance may be a member, and a pod that is
 * Ready is taken to serve.
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
