import type { Findings } from '../findings.ts';
import { enabledMembers } from '../members.ts';
import type { World } from '../world/world.ts';

/**
 * A member that says it is at work is seen so by the others a moment later, and nothing tells of that moment. Whoever
 * did not look again would report the moment before for minutes.
 */
export function planRecovering({ topology, viewsByUuid }: World): Findings {
  const members = topology === null ? [] : enabledMembers(topology);
  return {
    waits: members.flatMap(({ uuid, status }) => {
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
    }),
  };
}
