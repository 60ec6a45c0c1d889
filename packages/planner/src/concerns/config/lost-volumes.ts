import type { Action, EditTopology } from '../../action.ts';
import { editTopology } from '../../cartridge-actions.ts';
import { ageSeconds } from '../../diagnose-instance.ts';
import type { Findings } from '../../findings.ts';
import type { Refusal, Wait } from '../../notice.ts';
import type { World } from '../../world/world.ts';
import { findLostMembers, type LostMember } from './lost-members.ts';
import { priorityFrom } from './priority.ts';

/** Lost members are booted again from their leader, and refused where no leader has the data. */
export function planLostVolumes(world: World): Findings {
  const lost = findLostMembers(world);
  const refused = lost.filter(member => member.leader === null && !member.mayStartEmpty);
  const curable = lost.filter(member => !refused.includes(member));
  const misled = curable.filter(isMisled);
  const hopeful = refused.filter(member => mayBeSucceeded(world, member));
  const findings = {
    waits: hopeful.map(awaitSuccessor),
    refusals: refused.filter(member => !hopeful.includes(member)).map(member => refuse(world, member)),
  };
  if (misled.length === 0) return { ...findings, actions: reapply(world, curable) };
  // A change of priority reaches the refused ones too; what is sent to one member reaches that one alone.
  const [blocking] = refused;
  if (blocking === undefined) return { ...findings, actions: [putLeadersFirst(world, lost, misled)] };
  return {
    actions: reapply(
      world,
      curable.filter(member => !misled.includes(member)),
    ),
    waits: [...findings.waits, ...misled.map(member => awaitRefused(member, blocking))],
    refusals: findings.refusals,
  };
}

/**
 * A booting member looks for its leader in what the others have told it. One that has just come up has heard nothing
 * yet and follows the first in failover priority, whoever leads; where that is itself, it starts an empty data set.
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
  const would =
    misled.length === 1 ? 'would start empty as the first' : 'would start empty as the first ones';
  const [first] = misled;
  const empty = new Set(lost.map(({ instance }) => instance.uuid));
  return editTopology({
    world,
    key: `put leaders before ${names}`,
    concern: 'config',
    edit: {
      replicasets: misled.map(({ replicaset, live, leader }) => ({
        uuid: replicaset.uuid,
        failoverPriority: priorityFrom({ world, live, empty, first: leader?.uuid ?? '' }),
      })),
    },
    reason: `${names} lost the volume and ${would} in priority`,
    event: 'LeaderPutFirst',
    about: misled.length === 1 && first !== undefined ? first.instance.ref : world.clusterRef,
  });
}

function reapply({ via }: World, lost: readonly LostMember[]): Action[] {
  return lost.map(({ instance, mayStartEmpty }) => ({
    kind: 'reapply_config',
    key: `send the config again to ${instance.name}`,
    concern: 'config',
    via,
    uuids: [instance.uuid],
    pods: [instance.name],
    reason: mayStartEmpty
      ? 'it lost its volume and may start empty'
      : 'it lost its volume and gets the data from its leader',
    event: 'ConfigReapplied',
    about: instance.ref,
  }));
}

const FAILOVER_TAKES_SECONDS = 60;

/** Failover may not have noticed yet that the leader came back empty. */
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
    other === undefined || live.instanceUUIDs[0] !== instance.uuid
      ? 'Restore its volume or bring the other members back'
      : `Put ${other.name} first in the failover priority of ${replicaset.name}, in the Web UI: that makes it the leader and gives its data to ${instance.name}. Or restore the volume`;
  return {
    reason: 'DataLost',
    about: instance.ref,
    message: `${instance.name} lost its volume, and no other healthy member of ${replicaset.name} leads and has the data`,
    cure: `${cure}. To start it without the data: \`kubectl annotate pod ${instance.name} tarantool.io/start-empty=1\``,
  };
}
