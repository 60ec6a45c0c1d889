import type { Instance } from '@cartridge/api';
import type { Findings } from '../findings.ts';
import { enabledMembers } from '../members.ts';
import type { Wait } from '../notice.ts';
import type { World } from '../world/world.ts';

/**
 * Nothing tells when the others see a member at work that is at work, or when an issue is gone. Whoever did not look
 * again would report the moment before for minutes.
 */
export function planRecovering(world: World): Findings {
  const { topology, isFormed } = world;
  if (topology === null || !isFormed) return {};
  const unseen = enabledMembers(topology).flatMap(member => awaitSight(world, member));
  return { waits: [...unseen, ...awaitIssues(world)] };
}

function awaitSight({ viewsByUuid }: World, { uuid, status }: Instance): Wait[] {
  const view = viewsByUuid.get(uuid);
  const isAtWork = view?.answer?.kind === 'answered' && view.answer.self.state === 'RolesConfigured';
  if (view === undefined || !isAtWork || status === 'healthy') return [];
  return [
    {
      reason: 'InstanceStarting',
      about: view.ref,
      message: `${view.name} is at work, and the others see it as ${status}`,
      cure: 'They see it within seconds; where they do not, they cannot reach it by its name',
      severity: 'progress',
      retryAfterSeconds: 5,
    },
  ];
}

/** What a person has to look into may stay for days. */
function awaitIssues({ topology, clusterRef }: World): Wait[] {
  const topics = [...new Set(topology?.issues.map(({ topic }) => topic))].sort();
  if (topics.length === 0) return [];
  return [
    {
      reason: 'IssuesReported',
      about: clusterRef,
      message: `Cartridge reports issues: ${topics.join(', ')}`,
      cure: 'The Web UI shows them',
      severity: 'progress',
      retryAfterSeconds: 15,
    },
  ];
}
