import { deepEqual } from '@cartridge-on-kubernetes/api';
import type { World } from '../facts/world.ts';
import type { AllFindings } from '../plan/findings.ts';
import type { EventToRecord, Plan, StatusUpdate } from '../plan/plan-types.ts';
import { buildClusterStatus } from './cluster-status.ts';
import { collectNotices, isKnownProblem, tellNotice } from './problems.ts';
import { buildRoleStatus } from './role-status.ts';

/** Status and events of the pass, computed once from what was observed and found. */
export function report(world: World, findings: AllFindings): Pick<Plan, 'events' | 'statuses'> {
  const status = buildClusterStatus(world, findings);
  const statuses: StatusUpdate[] = [
    { kind: 'cluster', target: world.clusterRef, status },
    ...world.roles.map(role => ({
      kind: 'role' as const,
      target: role.ref,
      status: buildRoleStatus(world, role),
    })),
  ];
  const present = [world.cluster.status, ...world.roles.map(({ role }) => role.status)];
  return {
    statuses: statuses.filter((update, index) => !deepEqual(update.status, present[index])),
    events: [...announceReady(world, status.state), ...announceProblems(world, findings)],
  };
}

function announceReady({ cluster, clusterRef }: World, state: string | undefined): EventToRecord[] {
  if (state !== 'Ready' || cluster.status?.state === 'Ready') return [];
  const message = 'All instances are joined and healthy';
  return [{ type: 'Normal', reason: 'ClusterReady', about: clusterRef, message }];
}

/** An event reports a problem when it appears; the status shows it as long as it lasts. */
function announceProblems({ cluster }: World, findings: AllFindings): EventToRecord[] {
  return collectNotices(findings)
    .filter(notice => !isKnownProblem(cluster.status?.problems ?? [], notice))
    .map(notice => ({
      type: 'Warning',
      reason: notice.reason,
      about: notice.about,
      message: tellNotice(notice),
    }));
}
