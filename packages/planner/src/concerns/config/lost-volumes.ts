import type { Action } from '../../action.ts';
import { editTopology } from '../../cartridge-actions.ts';
import { ageSeconds } from '../../diagnose-instance.ts';
import type { Findings } from '../../findings.ts';
import type { Refusal, Wait } from '../../notice.ts';
import type { World } from '../../world/world.ts';
import { findLostMembers, type LostMember } from './lost-members.ts';

/** Lost members are booted again from their leader, and refused where no leader has the data. */
export function planLostVolumes(world: World): Findings {
  const lost = findLostMembers(world);
  const refused = lost.filter(member => member.leader === null && !member.mayStartEmpty);
  // Sending the config to one would be safe for it alone; a change of priority would boot the refused ones too.
  const curable = lost.filter(member => !refused.includes(member));
  const misled = refused.length === 0 ? curable.filter(isMisled) : [];
  const healed = curable.filter(member => !misled.includes(member) && !isMisled(member));
  const hopeful = refused.filter(member => mayBeSucceeded(world, member));
  return {
    waits: hopeful.map(awaitSuccessor),
    refusals: refused.filter(member => !hopeful.includes(member)).map(refuse),
    actions: [...misled.map(member => putLeaderFirst(world, member)), ...reapply(world, healed)],
  };
}

/**
 * Before Cartridge 2.7.4 a booting member follows the first in failover priority, whoever leads. Versions
 * that do not answer the HTTP port are older than that.
 */
function isMisled({ live, instance, leader }: LostMember): boolean {
  return leader !== null && live.configuredLeaderUUID === instance.uuid && leader.box?.httpPort == null;
}

function putLeaderFirst(world: World, { replicaset, leader, instance }: LostMember): Action {
  return editTopology({
    world,
    key: `put the leader of ${replicaset.name} first`,
    concern: 'config',
    edit: {
      replicasets: [{ uuid: replicaset.uuid, failoverPriority: leader === null ? [] : [leader.uuid] }],
    },
    reason: `${instance.name} lost its volume and would start empty as the first in priority`,
    event: 'ConfigReapplied',
    about: instance.ref,
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

function refuse({ instance, replicaset }: LostMember): Refusal {
  return {
    reason: 'DataLost',
    about: instance.ref,
    message: `${instance.name} lost its volume, and no other healthy member of ${replicaset.name} leads and has the data`,
    cure: `Restore its volume or bring the other members back. To start it without the data: \`kubectl annotate pod ${instance.name} tarantool.io/start-empty=1\``,
  };
}
