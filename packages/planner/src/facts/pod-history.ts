import { type ContainerStatus, type Pod, parseTime } from '@cartridge-on-kubernetes/api';
import type { Snapshot } from '../snapshot.ts';

/** Whether the application was ever started in this pod, as far as the kubelet has reported. */
export function hasRun(pod: Pod): boolean {
  const { state, lastState, restartCount = 0 } = applicationOf(pod) ?? {};
  const hasStarted = state?.running !== undefined || state?.terminated !== undefined;
  return hasStarted || restartCount > 0 || Object.keys(lastState ?? {}).length > 0;
}

/**
 * When the application of the pod was last started, or else when the pod was created; milliseconds since 1970. Null
 * where that is after `now`, as on a node whose clock is ahead.
 */
export function startedAt(pod: Pod, now: number): number | null {
  const times = [applicationOf(pod)?.state?.running?.startedAt, pod.metadata.creationTimestamp];
  const time = times.map(text => parseTime(text ?? '')).find(time => !Number.isNaN(time));
  return time === undefined || time > now ? null : time;
}

/** Whether Kubernetes holds the application back now, because it keeps crashing. */
export function isHeldBack(pod: Pod): boolean {
  return applicationOf(pod)?.state?.waiting?.reason === 'CrashLoopBackOff';
}

/** The kubelet writes its first conditions when it takes the pod; times have whole seconds. */
const SAME_MOMENT_SECONDS = 2;

/** Whether the pod was ever Ready: a condition that never changed is as old as the pod's first conditions. */
export function wasReady(pod: Pod): boolean {
  const ready = pod.status?.conditions?.find(condition => condition.type === 'Ready');
  if (ready === undefined) return false;
  return ready.status === 'True' || !(parseTime(ready.lastTransitionTime ?? '') <= firstConditionsAt(pod));
}

function firstConditionsAt({ spec, status }: Pod): number {
  const taken = parseTime(status?.startTime ?? '') + SAME_MOMENT_SECONDS * 1000;
  // Without init containers this condition is True from the start.
  const isInitialisedAtOnce = (spec.initContainers ?? []).length === 0;
  const initialized = status?.conditions?.find(condition => condition.type === 'Initialized');
  const written = isInitialisedAtOnce ? parseTime(initialized?.lastTransitionTime ?? '') : Number.NaN;
  return Math.max(...[taken, written].filter(time => !Number.isNaN(time)));
}

/** The application container is the first one. */
function applicationOf({ spec, status }: Pod): ContainerStatus | undefined {
  const name = spec.containers[0]?.name;
  return status?.containerStatuses?.find(container => container.name === name);
}

/** Seconds since the pod was created. */
export function ageSeconds({ snapshot }: { snapshot: Pick<Snapshot, 'now'> }, { metadata }: Pod): number {
  return (snapshot.now - parseTime(metadata.creationTimestamp ?? '')) / 1000;
}
