import { editReplicasets } from '../../cartridge-actions.ts';
import type { Findings } from '../../findings.ts';
import type { World } from '../../world/world.ts';
import type { Candidates } from './candidates.ts';
import { joinEdit } from './join-edit.ts';

/** Whoever is ready joins now, in one call; nobody waits for an unrelated pod. */
export function planLaterJoin(world: World, candidates: readonly Candidates[]): Findings {
  return {
    actions: editReplicasets({
      world,
      key: 'join',
      concern: 'membership',
      changes: candidates.map(candidate => joinEdit(world, candidate)),
      reason: 'they are up and not members yet',
      event: 'InstancesJoined',
    }),
  };
}
