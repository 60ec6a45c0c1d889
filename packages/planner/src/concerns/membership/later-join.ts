import { editReplicasets } from '../../actions/cartridge-actions.ts';
import type { World } from '../../facts/world.ts';
import type { Findings } from '../../plan/findings.ts';
import type { Candidates } from './candidates.ts';
import { joinEdit } from './join-edit.ts';

/** Whoever is ready joins now, in one call; nobody waits for an unrelated pod. */
export function planLaterJoin(world: World, candidates: readonly Candidates[]): Findings {
  return {
    actions: editReplicasets({
      world,
      key: 'join',
      urgency: 'changes',
      changes: candidates.map(candidate => joinEdit(world, candidate)),
      reason: 'they are up and not members yet',
      event: 'InstancesJoined',
    }),
  };
}
