import { type Action, isCartridgeAction } from './action.ts';
import { findLostMembers } from './concerns/config/lost-members.ts';
import { ageSeconds } from './diagnose-instance.ts';
import type { AllFindings } from './findings.ts';
import { canVote, enabledMembers } from './members.ts';
import type { Wait } from './notice.ts';
import type { World } from './world/world.ts';

/**
 * Changes of the clusterwide config need every enabled member. While one is away they would fail and may leave a
 * lock behind; while one that lost its volume may come up as an empty leader they would lose data. What heals goes
 * first and alone.
 */
export function holdMutations(world: World, findings: AllFindings): AllFindings {
  const mutations = findings.actions.filter(isMutation);
  if (!world.isFormed || mutations.length === 0) return findings;
  const healing = findings.actions.some(action => action.concern === 'config' && isCartridgeAction(action));
  const wait = findAbsence(world);
  if (!healing && wait === null) return findings;
  const held = new Set(mutations.map(action => action.key));
  return {
    ...findings,
    actions: findings.actions.filter(action => !held.has(action.key) && !held.has(action.after ?? '')),
    waits: wait === null ? findings.waits : [...findings.waits, wait],
  };
}

function isMutation(action: Action): boolean {
  return isCartridgeAction(action) && action.kind !== 'probe_instance' && action.concern !== 'config';
}

function findAbsence(world: World): Wait | null {
  const lost = findLostMembers(world).find(member => member.leader === null && !member.mayStartEmpty);
  if (lost !== undefined) {
    return {
      reason: 'MemberRestarting',
      about: lost.instance.ref,
      message: `Changes wait: any change would start ${lost.instance.name} without its data`,
      cure: 'See the problem DataLost of that pod',
      severity: 'progress',
      retryAfterSeconds: 5,
    };
  }
  for (const member of world.topology === null ? [] : enabledMembers(world.topology)) {
    const view = world.viewsByUuid.get(member.uuid);
    if (canVote(member, view)) continue;
    const name = world.names[member.uuid] ?? member.uri;
    const about = view?.ref ?? world.clusterRef;
    const isBack = view?.pod != null && ageSeconds(world, view.pod) < RESTART_TAKES_SECONDS;
    if (isBack) {
      const message = `Changes wait until member ${name} is back`;
      return {
        reason: 'MemberRestarting',
        about,
        message,
        cure: 'They go on by themselves',
        severity: 'progress',
        retryAfterSeconds: 1,
      };
    }
    return {
      reason: 'MemberUnreachable',
      about,
      message: `Changes wait: Cartridge needs all enabled members, and ${name} is away`,
      cure: `Bring ${name} back, or disable or expel it in the Web UI`,
      severity: 'problem',
      retryAfterSeconds: 5,
    };
  }
  return null;
}

const RESTART_TAKES_SECONDS = 120;
