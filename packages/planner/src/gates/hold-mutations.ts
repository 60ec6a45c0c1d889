import type { EventReason, Instance, ObjectReference } from '@cartridge-on-kubernetes/api';
import { absentBesideLost, absentMembers } from '../facts/absent-members.ts';
import { mayBeBehind } from '../facts/members.ts';
import { ageSeconds } from '../facts/pod-history.ts';
import { diagnosisOf, type World } from '../facts/world.ts';
import { type Action, isCartridgeAction, isClusterwideChange, leavingBy } from '../plan/action.ts';
import type { AllFindings } from '../plan/findings.ts';
import type { Wait } from '../plan/notice.ts';
import type { InstanceView } from '../views/views.ts';

/**
 * A change of the clusterwide config needs every enabled member: while a member is away it fails and may leave a lock
 * behind. While a member that lost its volume may boot as an empty leader, any change would lose data. A change that
 * heals goes first and alone; unless it is sent to single members only, it waits for absent members as well. No change
 * is sent through an instance whose config may be stale.
 */
export function holdMutations(world: World, findings: AllFindings): AllFindings {
  // Two Clusters with the same Role would undo each other's changes for ever.
  if (world.foreignRoles.length > 0) return without(findings, findings.actions.filter(isCartridgeAction));
  const changes = findings.actions.filter(isClusterwideChange);
  if (!world.isFormed || changes.length === 0) return findings;
  // No change has to wait for members that the plan itself disables or expels.
  const leaving = new Set(findings.actions.flatMap(leavingBy));
  const wait = findAbsence(world, leaving);
  const isUnattended = absentBesideLost(world, leaving).length > 0;
  const isHealing = changes.some(({ urgency }) => urgency === 'heals');
  const isDoubtful = world.topology !== null && mayBeBehind(world.topology);
  const held = changes.filter(({ kind, urgency }) =>
    urgency === 'heals'
      ? kind !== 'reapply_config' && isUnattended
      : isHealing || isDoubtful || wait !== null,
  );
  const allowed = without(findings, held);
  return wait === null || held.length === 0 ? allowed : { ...allowed, waits: [...allowed.waits, wait] };
}

function without(findings: AllFindings, heldActions: readonly Action[]): AllFindings {
  const held = new Set(heldActions.map(action => action.key));
  return {
    ...findings,
    actions: findings.actions.filter(action => !held.has(action.key) && !held.has(action.after ?? '')),
  };
}

function findAbsence(world: World, leaving: ReadonlySet<string>): Wait | null {
  const lost = world.lostMembers.find(
    member => !member.mayStartEmpty && (member.leader === null || !member.isSettled),
  );
  if (lost !== undefined) {
    const message = `Cartridge changes wait: any change would start ${lost.instance.name} without its data`;
    return restarting(lost.instance.ref, message, 5);
  }
  const [away] = absentMembers(world, leaving);
  if (away !== undefined) return absence(world, away);
  const stopping = findStopping(world);
  if (stopping === undefined) return null;
  const message = `Cartridge changes wait until ${stopping.name} has stopped, as ReplicaCount asks`;
  return { ...restarting(stopping.ref, message, 1), cure: 'The operator continues once its pod is gone' };
}

/** An instance that a smaller ReplicaCount is about to stop: it may be down before a change reaches it. */
function findStopping({ replicasets }: World): InstanceView | undefined {
  return replicasets
    .flatMap(({ instances }) => instances.filter(({ standing }) => standing === 'leaving'))
    .find(({ pod, live }) => pod !== null && live !== null && !live.disabled);
}

function absence(world: World, member: Instance): Wait {
  const view = world.viewsByUuid.get(member.uuid);
  const name = world.names[member.uuid] ?? member.uri;
  const about = view?.ref ?? world.clusterRef;
  if (view !== undefined && isComingBack(world, view))
    return restarting(about, `Cartridge changes wait until member ${name} is back`, 1);
  return {
    reason: 'MemberUnreachable',
    about,
    message: `Cartridge changes wait: they need all enabled members, and ${name} is away`,
    cure: `Bring ${name} back (raise ReplicaCount if it was lowered), or disable it in the Web UI: it then keeps its data and gets no changes. An expelled instance could not come back with its data`,
    severity: 'problem',
    retryAfterSeconds: 5,
  };
}

const RESTART_TAKES_SECONDS = 120;
const STARTING: ReadonlySet<EventReason | undefined> = new Set(['InstanceStarting', 'InstanceHeldUp']);

/**
 * An instance that reports a starting state may be loading much data, so no cure is offered; one that does not answer
 * gets 120 s.
 */
function isComingBack(world: World, view: InstanceView): boolean {
  const { pod, answer, standing } = view;
  if (pod?.metadata.deletionTimestamp !== undefined) return true;
  if (standing !== 'wanted' || pod === null || ageSeconds(world, pod) < RESTART_TAKES_SECONDS)
    return standing === 'wanted';
  return answer?.kind === 'answered' && STARTING.has(diagnosisOf(world, view).wait?.reason);
}

function restarting(about: ObjectReference, message: string, retryAfterSeconds: number): Wait {
  const cure = 'The operator continues once the instance is back';
  return { reason: 'MemberRestarting', about, message, cure, severity: 'progress', retryAfterSeconds };
}
