import type { Instance } from '@cartridge-on-kubernetes/api';
import { askAgainSeconds } from '../facts/ask-again.ts';
import { describeMembers } from '../facts/describe-members.ts';
import { enabledMembers } from '../facts/members.ts';
import { issueKey, lastsSeconds } from '../facts/sightings.ts';
import type { World } from '../facts/world.ts';
import type { Findings } from '../plan/findings.ts';
import type { Wait } from '../plan/notice.ts';

/**
 * Neither the other members' view of a member nor the end of an issue is watchable; without polling, the status would
 * be stale until the resync.
 */
export function planRecovering(world: World): Findings {
  const { topology, isFormed } = world;
  if (topology === null || !isFormed) return {};
  const unseen = enabledMembers(topology).flatMap(member => awaitSight(world, member));
  return { waits: [...unseen, ...awaitIssues(world)] };
}

const SELDOM_SECONDS = 300;

function awaitSight({ viewsByUuid, snapshot }: World, { uuid, status }: Instance): Wait[] {
  const view = viewsByUuid.get(uuid);
  const isAtWork = view?.answer?.kind === 'answered' && view.answer.self.state === 'RolesConfigured';
  if (view === undefined || !isAtWork || status === 'healthy') return [];
  const seconds = lastsSeconds(snapshot, snapshot.sightings.unhealthy[uuid]);
  return [
    {
      reason: 'InstanceStarting',
      about: view.ref,
      message: describeMembers([view.name], status),
      cure: 'They see it within seconds, unless they cannot resolve its name or reach its port 3301',
      severity: 'progress',
      retryAfterSeconds: askAgainSeconds(seconds, SELDOM_SECONDS),
    },
  ];
}

/** The age of the youngest issue sets the interval, so that its end is noticed soon. */
function awaitIssues({ topology, clusterRef, snapshot }: World): Wait[] {
  const issues = topology?.issues ?? [];
  if (issues.length === 0) return [];
  const ages = issues.map(issue => lastsSeconds(snapshot, snapshot.sightings.issues[issueKey(issue)]));
  const topics = [...new Set(issues.map(({ topic }) => topic))].sort();
  return [
    {
      reason: 'IssuesReported',
      about: clusterRef,
      message: `Cartridge reports issues: ${topics.join(', ')}`,
      cure: 'See the issues in the Web UI',
      severity: 'progress',
      retryAfterSeconds: askAgainSeconds(Math.min(...ages), SELDOM_SECONDS),
    },
  ];
}
