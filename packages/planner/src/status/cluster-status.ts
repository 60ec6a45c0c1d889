import {
  type ClusterState,
  type ClusterStatus,
  type Condition,
  formatTime,
} from '@cartridge-on-kubernetes/api';
import type { World } from '../facts/world.ts';
import type { AllFindings } from '../plan/findings.ts';
import { type Assessment, assess } from './conditions.ts';
import { isHealthy } from './health.ts';
import { collectNotices, toProblem } from './problems.ts';
import { buildInstanceRows, buildReplicasetRows } from './rows.ts';

export function buildClusterStatus(world: World, findings: AllFindings): ClusterStatus {
  const assessments = assess(world, findings);
  const { generation } = world.cluster.metadata;
  const problems = collectNotices(findings).map(toProblem);
  return {
    state: summarize(world, assessments),
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    conditions: assessments.map(assessment => toCondition(world, assessment)),
    replicasets: buildReplicasetRows(world),
    instances: buildInstanceRows(world),
    ...(problems.length === 0 ? {} : { problems }),
  };
}

function toCondition({ cluster, snapshot }: World, { type, status, reason, message }: Assessment): Condition {
  const previous = cluster.status?.conditions?.find(condition => condition.type === type);
  const lastTransitionTime =
    previous?.status === status ? previous.lastTransitionTime : formatTime(snapshot.now);
  const { generation } = cluster.metadata;
  return {
    type,
    status,
    reason,
    message,
    lastTransitionTime,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
  };
}

function summarize(world: World, assessments: readonly Assessment[]): ClusterState {
  const isTrue = (type: string) =>
    assessments.some(assessment => assessment.type === type && assessment.status === 'True');
  if (world.cluster.metadata.deletionTimestamp !== undefined) return 'Deleting';
  if (isTrue('Ready')) return 'Ready';
  const members = world.instances.filter(
    instance => instance.standing === 'wanted' && instance.live !== null,
  );
  if (world.isFormed && !members.every(member => isHealthy(member))) return 'Degraded';
  if (world.isFormed && isTrue('Joined') && !isTrue('Bootstrapped')) return 'Bootstrapping';
  if (world.topology !== null) return 'Joining';
  return world.cluster.status?.state === 'Ready' || world.cluster.status?.state === 'Degraded'
    ? 'Degraded'
    : 'Pending';
}
