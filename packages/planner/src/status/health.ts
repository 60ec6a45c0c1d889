import type { InstanceView } from '../views/views.ts';

/**
 * Whether a member reports RolesConfigured itself and is healthy as the other instances see it. Its own answer counts
 * first, as it is fresher.
 */
export function isHealthy({ live, answer, pod }: InstanceView): boolean {
  if (live === null || pod === null || pod.metadata.deletionTimestamp !== undefined) return false;
  if (answer?.kind === 'answered' && answer.self.state !== 'RolesConfigured') return false;
  return live.status === 'healthy' && !live.disabled;
}
