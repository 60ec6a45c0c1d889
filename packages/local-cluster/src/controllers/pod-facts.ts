import type { Pod } from 'kubernetes-types/core/v1';
import type { Stored } from '../in-process/typed-objects.ts';

function condition(
  pod: Stored<Pod>,
  type: string,
): { status: string; lastTransitionTime?: string } | undefined {
  return pod.status?.conditions?.find(found => found.type === type);
}

export function isReady(pod: Stored<Pod>): boolean {
  return condition(pod, 'Ready')?.status === 'True';
}

export function isTerminating(pod: Stored<Pod>): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

export function isFinished(pod: Stored<Pod>): boolean {
  return pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
}

export function isActive(pod: Stored<Pod>): boolean {
  return !isFinished(pod) && !isTerminating(pod);
}

/** 0 when the pod is available now; otherwise the seconds until it is, or undefined when it is not ready. */
export function secondsUntilAvailable(
  pod: Stored<Pod>,
  options: { minReadySeconds: number; now: number },
): number | undefined {
  const ready = condition(pod, 'Ready');
  if (ready?.status !== 'True') return undefined;
  // Available whatever the clock says: it may have been put back since the pod became ready.
  if (options.minReadySeconds === 0) return 0;
  const since = Date.parse(ready.lastTransitionTime ?? '') || 0;
  return Math.max(0, since / 1000 + options.minReadySeconds - options.now / 1000);
}
