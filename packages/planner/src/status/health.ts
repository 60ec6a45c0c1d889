import type { InstanceView } from '../views/views.ts';

/** At work: a member that says so itself, and whom the others see. Its own word counts first, as it is fresher. */
export function isHealthy({ live, answer, pod }: InstanceView): boolean {
  if (live === null || pod === null || pod.metadata.deletionTimestamp !== undefined) return false;
  if (answer?.kind === 'answered' && answer.self.state !== 'RolesConfigured') return false;
  return live.status === 'healthy' && !live.disabled;
}
