import type { Instance } from '@cartridge-on-kubernetes/api';
import { canVote, enabledMembers } from './members.ts';
import type { World } from './world.ts';

/** Enabled members that cannot take part in a change now, without those in `leaving` (uuids). */
export function absentMembers(
  { topology, viewsByUuid }: World,
  leaving: ReadonlySet<string> = new Set(),
): Instance[] {
  const members = topology === null ? [] : enabledMembers(topology);
  return members.filter(
    member => !leaving.has(member.uuid) && !canVote(member, viewsByUuid.get(member.uuid)),
  );
}

/**
 * Absent members that a change which heals would miss. A member that lost its volume is no longer known to the others by
 * its address; it is introduced to them right before that change.
 */
export function absentBesideLost(world: World, leaving: ReadonlySet<string>): Instance[] {
  return absentMembers(
    world,
    new Set([...leaving, ...world.lostMembers.map(({ instance }) => instance.uuid)]),
  );
}
