import {
  type ConditionReason,
  type ConditionType,
  conditionTypes,
  type EventReason,
  type Instance,
  type Issue,
} from '@cartridge-on-kubernetes/api';
import { describeMembers } from '../facts/describe-members.ts';
import { enabledMembers } from '../facts/members.ts';
import { instancesOfEarlierTemplate } from '../facts/outdated-pods.ts';
import { impliesStorage, wantedRoles } from '../facts/roles/wanted-roles.ts';
import type { World } from '../facts/world.ts';
import type { AllFindings } from '../plan/findings.ts';
import { groupBy } from '../views/snapshot-index.ts';
import { isHealthy } from './health.ts';
import { collectNotices, tellNotice } from './problems.ts';
import { describeRestarts } from './restarts.ts';

export interface Assessment {
  type: ConditionType;
  status: 'True' | 'False' | 'Unknown';
  reason: ConditionReason | EventReason;
  message: string;
}

/**
 * Messages contain nothing that changes without a cause (ages, counters of passes), as every changed status is written.
 */
export function assess(world: World, findings: AllFindings): Assessment[] {
  const joined = assessJoined(world, findings);
  const bootstrapped = assessBootstrapped(world, findings);
  return [
    assessReady({ world, findings, parts: [joined, bootstrapped] }),
    joined,
    bootstrapped,
    assessFailover(world, findings),
    assessHealthy(world),
    assessUpToDate(world),
  ];
}

function assessReady({
  world,
  findings,
  parts,
}: {
  world: World;
  findings: AllFindings;
  parts: readonly Assessment[];
}): Assessment {
  const type = conditionTypes.ready;
  const obstacle = parts.find(part => part.status !== 'True');
  if (obstacle !== undefined) {
    // One finding gives reason and message: what a person has to do comes before what passes by itself.
    const notice = collectNotices(findings)[0];
    if (notice !== undefined)
      return { type, status: 'False', reason: notice.reason, message: tellNotice(notice) };
    return { type, status: 'False', reason: obstacle.reason, message: obstacle.message };
  }
  const away = world.instances.filter(instance => instance.standing === 'wanted' && !isHealthy(instance));
  if (away.length > 0) {
    const list = `Not healthy: ${away.map(({ name, live }) => (live?.disabled ? `${name} (disabled)` : name)).join(', ')}`;
    const notice = collectNotices(findings).find(({ about }) =>
      away.some(instance => instance.name === about.name),
    );
    if (notice === undefined) return { type, status: 'False', reason: 'InstancesAway', message: list };
    return { type, status: 'False', reason: notice.reason, message: `${list}. ${tellNotice(notice)}` };
  }
  return { type, status: 'True', reason: 'AllHealthy', message: 'All instances are joined and healthy' };
}

function assessJoined(world: World, findings: AllFindings): Assessment {
  const type = conditionTypes.joined;
  const wanted = world.instances.filter(instance => instance.standing === 'wanted');
  if (wanted.length === 0) {
    const cure = collectNotices(findings)[0]?.message ?? 'The Cluster selects no Role with instances';
    return { type, status: 'False', reason: 'NoInstances', message: cure };
  }
  if (world.topology === null && world.snapshot.topology.kind === 'none') {
    return {
      type,
      status: 'Unknown',
      reason: 'TopologyUnknown',
      message: world.snapshot.topology.message,
    };
  }
  const missing = wanted.filter(instance => instance.live === null);
  if (missing.length === 0) {
    return {
      type,
      status: 'True',
      reason: 'AllJoined',
      message: `${wanted.length} of ${wanted.length} instances joined`,
    };
  }
  const why =
    findings.waits.find(wait => missing.some(instance => instance.name === wait.about.name)) ??
    findings.waits[0];
  const message = `${wanted.length - missing.length} of ${wanted.length} instances joined, not ${missing.map(({ name }) => name).join(', ')}`;
  return {
    type,
    status: 'False',
    reason: 'Joining',
    message: why === undefined ? message : `${message}. ${why.message}`,
  };
}

function assessBootstrapped({ topology, roles, isFormed }: World, { waits }: AllFindings): Assessment {
  const type = conditionTypes.bootstrapped;
  if (topology === null || !isFormed) return notFormed(type, 'False');
  const groups = topology.vshardGroups.filter(group => group.bootstrapped);
  if (groups.length > 0 && !topology.canBootstrapVshard) {
    return { type, status: 'True', reason: 'Bootstrapped', message: 'The buckets are distributed' };
  }
  const usesVshard = roles.some(role => {
    const wanted = wantedRoles(role);
    return wanted.kind === 'roles' && impliesStorage(wanted.roles, topology.knownRoles);
  });
  if (!usesVshard && !topology.canBootstrapVshard) {
    return { type, status: 'True', reason: 'NotUsed', message: 'No role of the cluster stores buckets' };
  }
  const wait = waits.find(({ reason }) => reason === 'VshardNotReady');
  return {
    type,
    status: 'False',
    reason: 'NotBootstrapped',
    message: wait?.message ?? 'The buckets are not distributed yet',
  };
}

const MODE_REASONS: Readonly<Record<string, ConditionReason>> = {
  disabled: 'Disabled',
  eventual: 'Eventual',
  stateful: 'Stateful',
  raft: 'Raft',
};

function assessFailover(
  { topology, isFormed, cluster }: World,
  { actions, refusals, waits }: AllFindings,
): Assessment {
  const type = conditionTypes.failoverConfigured;
  const invalid = refusals.find(refusal => refusal.reason === 'FailoverInvalid');
  if (invalid !== undefined)
    return { type, status: 'False', reason: invalid.reason, message: invalid.message };
  if (topology === null || !isFormed) return notFormed(type, 'Unknown');
  const { mode } = topology.failover;
  const wanted = cluster.spec?.failover?.mode;
  const isPending =
    actions.some(action => action.kind === 'set_failover') || (wanted !== undefined && wanted !== mode);
  if (!isPending && topology.canBootstrapVshard && mode === 'disabled') {
    const message = 'Failover is set once the buckets are distributed';
    return { type, status: 'False', reason: 'NotBootstrapped', message };
  }
  if (!isPending)
    return {
      type,
      status: 'True',
      reason: MODE_REASONS[mode] ?? 'OtherMode',
      message: `Failover mode is ${mode}`,
    };
  const failure = waits.find(({ held }) => held === 'set_failover');
  return {
    type,
    status: 'False',
    reason: 'Setting',
    message: failure?.message ?? `Failover mode is ${mode} and is being changed`,
  };
}

function assessHealthy({ topology, isFormed, names }: World): Assessment {
  const type = conditionTypes.healthy;
  if (topology === null || !isFormed) return notFormed(type, 'Unknown');
  const unhealthy = enabledMembers(topology).filter(member => member.status !== 'healthy');
  if (unhealthy.length > 0) {
    const message = describeUnhealthy(unhealthy, names);
    return { type, status: 'False', reason: 'MembersUnhealthy', message };
  }
  if (topology.issues.length > 0) {
    return {
      type,
      status: 'False',
      reason: 'IssuesReported',
      message: `Cartridge reports issues: ${topicsOf(topology.issues)}`,
    };
  }
  return {
    type,
    status: 'True',
    reason: 'NoIssues',
    message: 'All members are healthy and Cartridge reports no issue',
  };
}

/** One sentence for each status, as a longer list of members has few of them. */
function describeUnhealthy(members: readonly Instance[], names: World['names']): string {
  const groups = groupBy(members, ({ status }) => status);
  const sentences = [...groups].map(([status, group]) =>
    describeMembers(group.map(({ uuid, uri }) => names[uuid] ?? uri).sort(), status),
  );
  return sentences.sort().join('. ');
}

function notFormed(type: ConditionType, status: Assessment['status']): Assessment {
  return {
    type,
    status,
    reason: 'NotFormed',
    message: 'No instance has joined yet, or no instance can be asked',
  };
}

function topicsOf(issues: readonly Issue[]): string {
  return [...new Set(issues.map(issue => `${issue.topic} (${issue.level})`))].sort().join(', ');
}

function assessUpToDate(world: World): Assessment {
  const type = conditionTypes.upToDate;
  const outdated = world.replicasets.flatMap(instancesOfEarlierTemplate);
  if (outdated.length === 0)
    return { type, status: 'True', reason: 'UpToDate', message: 'All pods run the current template' };
  return { type, status: 'False', reason: 'RestartNeeded', message: describeRestarts(world, outdated) };
}
