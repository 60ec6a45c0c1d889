import { absentBesideLost, absentMembers } from '../facts/absent-members.ts';
import { evidenceOfMembership } from '../facts/ask-order.ts';
import { isUnconfigured } from '../facts/unconfigured.ts';
import type { World } from '../facts/world.ts';
import {
  type Action,
  type EditTopology,
  isCartridgeAction,
  isClusterwideChange,
  leavingBy,
} from '../plan/action.ts';
import { describeAction } from '../plan/describe-action.ts';
import type { Violation } from '../plan/violation.ts';
import { disruptionsOf, exceeds } from './disruptions.ts';

/**
 * What a finished plan must never hold, whatever concerns and gates made of it, as raft's confchange checks its own
 * result. The rules are stated anew from the world, not taken from the code that is checked.
 */
export function findViolations(world: World, actions: readonly Action[]): Violation[] {
  return [
    ...findSecondFoundings(world, actions),
    ...findEmptyLeaders(world, actions),
    ...findLosses(world, actions),
    ...findExcessiveDisruptions(world, actions),
    ...findAbsences(world, actions),
    ...findLeavingAsked(world, actions),
  ];
}

/** One founding at most, nothing beside it, and none where there is evidence that the cluster was formed. */
function findSecondFoundings(world: World, actions: readonly Action[]): Violation[] {
  if (world.isFormed) return [];
  const changes = actions.filter(isClusterwideChange);
  const isFounding = (action: Action): boolean =>
    action.kind === 'edit_topology' && (action.edit.replicasets ?? []).some(edit => edit.joinInstances);
  const evidence = evidenceOfMembership(world.snapshot);
  const [first, ...others] = changes;
  if (first === undefined) return [];
  if (evidence !== null)
    return [violate('one_founding', first, `a second cluster would be founded: ${evidence}`)];
  const extra = isFounding(first) ? others : changes;
  return extra.map(action =>
    violate('one_founding', action, 'no instance has joined, and only one founding may be sent'),
  );
}

/** An instance without data that is first in failover priority starts an empty data set. */
function findEmptyLeaders({ viewsByUuid }: World, actions: readonly Action[]): Violation[] {
  return actions.filter(isEdit).flatMap(action =>
    (action.edit.replicasets ?? []).flatMap(({ failoverPriority }) => {
      const first = viewsByUuid.get(failoverPriority?.[0] ?? '');
      return first !== undefined && isUnconfigured(first)
        ? [
            violate(
              'no_empty_leader',
              action,
              `${first.name} holds no data and would be first in failover priority`,
            ),
          ]
        : [];
    }),
  );
}

/**
 * A change that is committed on all members boots each member that lost its volume. Such a member needs a leader to
 * copy from that all members know, and must not be first in failover priority, unless a person allowed it to start
 * empty.
 */
function findLosses({ lostMembers }: World, actions: readonly Action[]): Violation[] {
  const lost = lostMembers.filter(({ mayStartEmpty }) => !mayStartEmpty);
  return actions.filter(isClusterwideChange).flatMap(action =>
    lost
      .filter(({ instance }) => action.kind !== 'reapply_config' || action.uuids.includes(instance.uuid))
      .filter(({ instance, live, leader, isSettled, source }) => {
        const edited = isEdit(action)
          ? action.edit.replicasets?.find(({ uuid }) => uuid === live.uuid)?.failoverPriority
          : undefined;
        const isFirst = (edited ?? live.instanceUUIDs)[0] === instance.uuid;
        if (leader !== null) return !isSettled || isFirst;
        return source === null || action.kind !== 'reapply_config';
      })
      .map(({ instance }) =>
        violate('no_lost_data', action, `${instance.name} lost its volume and would start without its data`),
      ),
  );
}

function findExcessiveDisruptions(world: World, actions: readonly Action[]): Violation[] {
  const gone = new Set<string>();
  return actions.flatMap(action =>
    disruptionsOf(world, action).flatMap(disruption => {
      const { replicaset, taken } = disruption;
      const isTooMuch = exceeds(world, disruption, gone);
      for (const name of taken) gone.add(name);
      if (!isTooMuch) return [];
      return [violate('spare_members', action, `${replicaset.name} cannot spare ${taken.join(', ')}`)];
    }),
  );
}

/** Cartridge refuses a change that an enabled member does not take part in, and may keep a lock. */
function findAbsences(world: World, actions: readonly Action[]): Violation[] {
  return actions
    .filter(isClusterwideChange)
    .filter(({ kind, urgency }) => kind !== 'reapply_config' || urgency !== 'heals')
    .flatMap(action => {
      const leaving = new Set(leavingBy(action));
      const find = action.urgency === 'heals' ? absentBesideLost : absentMembers;
      const [away] = find(world, leaving);
      if (away === undefined) return [];
      const name = world.names[away.uuid] ?? away.uri;
      return [violate('all_members', action, `enabled member ${name} is away`)];
    });
}

/** An instance that is disabled or expelled must not be asked to do it. */
function findLeavingAsked({ names }: World, actions: readonly Action[]): Violation[] {
  return actions.filter(isCartridgeAction).flatMap(action => {
    const isLeaving = leavingBy(action).some(uuid => names[uuid] === action.via);
    return isLeaving
      ? [violate('asked_stays', action, `${action.via} would be asked to disable or expel itself`)]
      : [];
  });
}

function isEdit(action: Action): action is EditTopology {
  return action.kind === 'edit_topology';
}

function violate(rule: Violation['rule'], action: Action, message: string): Violation {
  return { rule, action: describeAction(action), message };
}
