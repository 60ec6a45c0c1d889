import { editTopology } from '../../actions/cartridge-actions.ts';
import { chooseVia } from '../../facts/choose-via.ts';
import type { LostMember } from '../../facts/lost-members.ts';
import { ageSeconds } from '../../facts/pod-history.ts';
import type { World } from '../../facts/world.ts';
import type { Action, EditTopology } from '../../plan/action.ts';
import type { Findings } from '../../plan/findings.ts';
import { kubectl } from '../../plan/kubectl.ts';
import type { Refusal, Wait } from '../../plan/notice.ts';
import { introduce, introduceWaiting } from './introduce.ts';
import { priorityFrom } from './priority.ts';

/**
 * Boots lost members again from their leader; where no leader has the data, that is refused and a person has to decide.
 */
export function planLostVolumes(world: World): Findings {
  const lost = world.lostMembers;
  const awaited = lost.filter(member => member.leader === null && member.source !== null);
  const refused = lost.filter(
    member => member.leader === null && !member.mayStartEmpty && !awaited.includes(member),
  );
  const unsettled = lost.filter(member => member.leader !== null && !member.isSettled);
  const curable = lost.filter(member => !refused.includes(member) && !unsettled.includes(member));
  const misled = curable.filter(isMisled);
  const hopeful = refused.filter(member => mayBeSucceeded(world, member));
  const findings = {
    waits: [...hopeful.map(awaitSuccessor), ...unsettled.map(awaitWord)],
    refusals: refused.filter(member => !hopeful.includes(member)).map(member => refuse(world, member)),
  };
  if (misled.length === 0) return { ...findings, actions: reapply(world, curable) };
  // A change of priority boots every lost member; a config that is sent to one member boots that member only.
  const [blocking] = refused;
  if (blocking === undefined && unsettled.length === 0 && awaited.length === 0)
    return { ...findings, actions: [putLeadersFirst(world, lost, misled)] };
  return {
    actions: reapply(
      world,
      curable.filter(member => !misled.includes(member)),
    ),
    waits: [
      ...findings.waits,
      ...(blocking === undefined ? [] : misled.map(member => awaitRefused(member, blocking))),
    ],
    refusals: findings.refusals,
  };
}

/**
 * Whether a lost member would take itself for the leader. A booting member takes its leader from the membership. A
 * member that has just started knows nothing from the membership yet and follows the first in failover priority,
 * whichever member leads; where it is itself the first, it starts an empty data set.
 */
function isMisled({ live, instance, leader }: LostMember): boolean {
  return leader !== null && live.instanceUUIDs[0] === instance.uuid;
}

/** One call for all, as the first change that is sent boots every lost member. */
function putLeadersFirst(
  world: World,
  lost: readonly LostMember[],
  misled: readonly LostMember[],
): EditTopology {
  const names = misled.map(({ instance }) => instance.name).join(', ');
  const lostWhat = misled.length === 1 ? 'its volume' : 'their volumes';
  const [first] = misled;
  const empty = new Set(lost.map(({ instance }) => instance.uuid));
  const edit = editTopology({
    world,
    key: `put leaders before ${names}`,
    urgency: 'heals',
    edit: {
      replicasets: misled.map(({ replicaset, live, leader }) => ({
        uuid: replicaset.uuid,
        failoverPriority: priorityFrom({ world, live, empty, first: leader?.uuid ?? '' }),
      })),
    },
    reason: `${names} lost ${lostWhat} and would start empty if first in failover priority`,
    event: 'LeaderPutFirst',
    about: misled.length === 1 && first !== undefined ? first.instance.ref : world.clusterRef,
  });
  return {
    ...edit,
    introductions: lost.flatMap(({ leader, instance }) => introduce(world, leader, instance)),
  };
}

function reapply(world: World, lost: readonly LostMember[]): Action[] {
  return lost.map(({ instance, leader, source, mayStartEmpty }) => ({
    kind: 'reapply_config',
    key: `send the config again to ${instance.name}`,
    urgency: 'heals',
    via: chooseVia(world, [instance.uuid]),
    introductions: leader === null ? introduceWaiting(source, instance) : introduce(world, leader, instance),
    uuids: [instance.uuid],
    pods: [instance.name],
    reason: `it lost its volume and ${sourceOf({ leader, source, mayStartEmpty })}`,
    event: 'ConfigReapplied',
    about: instance.ref,
  }));
}

function sourceOf({
  leader,
  source,
  mayStartEmpty,
}: Pick<LostMember, 'leader' | 'source' | 'mayStartEmpty'>) {
  if (leader === null && source !== null) return `gets the data from ${source.name}, which waits for it`;
  return mayStartEmpty ? 'may start empty' : 'gets the data from its leader';
}

const FAILOVER_TAKES_SECONDS = 60;

/** Failover may not have noticed yet that the leader came back without its data. */
function mayBeSucceeded(world: World, { instance, replicaset }: LostMember): boolean {
  const isYoung = instance.pod !== null && ageSeconds(world, instance.pod) < FAILOVER_TAKES_SECONDS;
  const others = replicaset.instances.filter(other => other !== instance && other.live?.status === 'healthy');
  return isYoung && others.length > 0 && world.topology?.failover.mode !== 'disabled';
}

function awaitSuccessor({ instance, replicaset }: LostMember): Wait {
  return {
    reason: 'MemberRestarting',
    about: instance.ref,
    message: `${instance.name} lost its volume, and ${replicaset.name} has no other leader yet`,
    cure: 'Failover moves the leadership to a member that has the data',
    severity: 'progress',
    retryAfterSeconds: 1,
  };
}

function awaitWord({ instance, replicaset }: LostMember): Wait {
  return {
    reason: 'MemberRestarting',
    about: instance.ref,
    message: `${instance.name} lost its volume, and the leader of ${replicaset.name} may have just changed`,
    cure: 'The instance gets the data within seconds, once all members know the leader',
    severity: 'progress',
    retryAfterSeconds: 1,
  };
}

function awaitRefused({ instance, replicaset }: LostMember, blocking: LostMember): Wait {
  return {
    reason: 'DataLost',
    about: instance.ref,
    message: `${instance.name} lost its volume and is first in the failover priority of ${replicaset.name}; changing that would start ${blocking.instance.name} without its data`,
    cure: `Decide about ${blocking.instance.name} first`,
    severity: 'problem',
    retryAfterSeconds: 5,
  };
}

function refuse(world: World, { instance, replicaset, live }: LostMember): Refusal {
  const other = replicaset.instances.find(
    ({ uuid }) => uuid !== instance.uuid && world.membersByUuid.get(uuid)?.status === 'healthy',
  );
  const cure =
    other === undefined
      ? `${RESTORE}. To start it without the data, which is lost then: ${kubectl(world.snapshot.cluster, `annotate pod ${instance.name} tarantool.io/start-empty=1`)}`
      : cureWith(world, { instance, replicaset, live }, other.name);
  return {
    reason: 'DataLost',
    about: instance.ref,
    message: `${instance.name} lost its volume, and no other healthy member of ${replicaset.name} leads and has the data`,
    cure,
  };
}

const RESTORE = 'Restore its volume or bring the other members back';

/**
 * The other members have to know the new leader before the lost member boots, so the leader is changed while the lost
 * member is disabled: any change of the config boots an enabled member, and it may still take itself for the leader.
 */
function cureWith(
  { topology }: World,
  { instance, replicaset, live }: Pick<LostMember, 'instance' | 'replicaset' | 'live'>,
  other: string,
): string {
  const mode = topology?.failover.mode;
  if (mode === 'stateful')
    return `Bring the state provider and the failover coordinator back: they appoint another leader of ${replicaset.name}, which gives its data to ${instance.name}. Or restore the volume`;
  if (mode !== 'disabled' || live.instanceUUIDs[0] !== instance.uuid) return RESTORE;
  return `In the Web UI disable ${instance.name}, put ${other} first in the failover priority of ${replicaset.name}, which makes it the leader, and some seconds later enable ${instance.name}, which gives it the data. Or restore the volume`;
}
