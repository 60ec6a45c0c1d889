import { editReplicasets } from '../../actions/cartridge-actions.ts';
import type { World } from '../../facts/world.ts';
import type { Findings } from '../../plan/findings.ts';
import { recordFormed } from '../formed.ts';
import type { Candidates } from './candidates.ts';
import { describeJoiners, joinEdit } from './join-edit.ts';

/**
 * All instances that are ready join now, in one call. None of them waits for an unrelated pod, but all wait for the record
 * that the Cluster was formed.
 */
export function planLaterJoin(world: World, candidates: readonly Candidates[]): Findings {
  const [formed] = recordFormed(world);
  const joins = editReplicasets({
    world,
    key: 'join',
    urgency: 'changes',
    changes: candidates.map(candidate => joinEdit(world, candidate)),
    describe: changes => describeJoiners(changes.flatMap(({ edit }) => edit.joinInstances ?? [])),
    event: 'InstancesJoined',
  });
  return { actions: formed === undefined ? joins : joins.map(join => ({ ...join, after: formed.key })) };
}
