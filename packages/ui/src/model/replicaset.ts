import type { ReplicasetAnswer } from '../data/answer.ts';
import { counted } from './counted.ts';
import { type Health, worstHealth } from './health.ts';
import type { InstanceView } from './instance.ts';
import { type Leaders, readLeaders } from './leadership.ts';

export interface ReplicasetView {
  uuid: string;
  name: string;
  health: Health;
  /** "healthy", or what is wrong, in words */
  statusText: string;
  roles: readonly string[];
  /** null without vshard-storage */
  weight: number | null;
  vshardGroup: string | null;
  allRw: boolean;
  /** what a person should know beyond the state of single instances */
  notes: readonly string[];
  /** true when no living leader is known */
  withoutLeader: boolean;
  /** in failover-priority order */
  instances: readonly InstanceView[];
}

export function readReplicaset(facts: {
  answer: ReplicasetAnswer;
  instances: readonly InstanceView[];
  failoverMode: string;
}): ReplicasetView {
  const { answer, instances } = facts;
  const leaders = readLeaders(answer);
  const withoutLeader = !answer.all_rw && !hasLivingLeader(leaders, instances);
  const health = withoutLeader ? 'bad' : worstHealth(instances.map(instance => instance.health));
  return {
    uuid: answer.uuid,
    name: answer.alias || answer.uuid,
    health,
    statusText: describeMembers(instances, health),
    roles: answer.roles ?? [],
    weight: answer.weight,
    vshardGroup: answer.vshard_group,
    allRw: answer.all_rw,
    notes: describeLeaders({ leaders, instances, withoutLeader, failoverMode: facts.failoverMode }),
    withoutLeader,
    instances,
  };
}

/** A suspect leader still counts, as it usually comes back. A leader that has just joined counts too, as it starts. */
function hasLivingLeader(leaders: Leaders, instances: readonly InstanceView[]): boolean {
  const leader = instances.find(instance => instance.uuid === leaders.active);
  return leader !== undefined && leader.health !== 'bad' && leader.health !== 'off';
}

function describeMembers(instances: readonly InstanceView[], health: Health): string {
  if (health === 'good') return 'healthy';
  const healthy = instances.filter(instance => instance.health === 'good').length;
  return `${healthy} of ${counted(instances.length, 'instance')} healthy`;
}

function describeLeaders(facts: {
  leaders: Leaders;
  instances: readonly InstanceView[];
  withoutLeader: boolean;
  failoverMode: string;
}): string[] {
  const { leaders, instances, withoutLeader } = facts;
  const nameOf = (uuid: string | null) => instances.find(instance => instance.uuid === uuid)?.name ?? uuid;
  if (leaders.active === null) {
    return ['No leader is known: every instance is read-only until failover appoints one.'];
  }
  if (withoutLeader) {
    const leader = instances.find(({ uuid }) => uuid === leaders.active);
    if (leader?.status.word === 'Error') {
      const state = leader.status.message ?? 'Error';
      return [`${leader.name} leads but is in state ${state}: what the application does may fail.`];
    }
    const off = facts.failoverMode === 'disabled' ? ', and failover is disabled, so nobody takes over' : '';
    return [`${nameOf(leaders.active)} should lead but does not answer${off}: writes fail.`];
  }
  if (leaders.configured !== leaders.active && leaders.configured !== null) {
    return [`${nameOf(leaders.active)} leads for now; ${nameOf(leaders.configured)} is configured to.`];
  }
  return [];
}
