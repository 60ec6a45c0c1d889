import type { Instance } from '@cartridge-on-kubernetes/api';
import { askAgainSeconds } from '../facts/ask-again.ts';
import { enabledMembers } from '../facts/members.ts';
import { issueKey, lastsSeconds } from '../facts/sightings.ts';
import type { World } from '../facts/world.ts';
import type { Findings } from '../plan/findings.ts';
import type { Wait } from '../plan/notice.ts';

/**
 * Nothing tells when the others see a member at work that is at work, or when an issue is gone. Whoever did not look
 * again would report the moment before for minutes. What lasts for days is looked at every few minutes.
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
      message: `${view.name} is at work, and the others see it as ${status}`,
      cure: 'They see it within seconds; where they do not, they cannot reach it by its name',
      severity: 'progress',
      retryAfterSeconds: askAgainSeconds(seconds, SELDOM_SECONDS),
    },
  ];
}

/** An old issue must not hide for minutes that a young one is gone. */
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
      cure: 'The Web UI shows them',
      severity: 'progress',
      retryAfterSeconds: askAgainSeconds(Math.min(...ages), SELDOM_SECONDS),
    },
  ];
}
