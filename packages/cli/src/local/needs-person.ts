import {
  type Cluster,
  conditionReasons,
  eventReasons,
  type Pod,
  type Reason,
  type ReasonEnd,
} from '@cartridge-on-kubernetes/api';
import { isPodReady } from '../output/pod-table.ts';

/** Waiting reasons of containers that last until a person provides an image or changes a manifest. */
const waitingForPerson = new Set([
  'CreateContainerConfigError',
  'ErrImageNeverPull',
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
]);

/** Whether something that is not Ready stays so until a person acts; a moment's answer, which may still pass. */
export function needsPerson({ pods, clusters }: { pods: Pod[]; clusters: Cluster[] }): boolean {
  return pods.some(isPodStuck) || clusters.some(isRefused);
}

function isPodStuck(pod: Pod): boolean {
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const reasons = statuses.map(({ state }) => state?.waiting?.reason ?? '');
  return !isPodReady(pod) && reasons.some(reason => waitingForPerson.has(reason));
}

/** A condition of an earlier generation does not count: the Cluster may have been corrected since. */
function isRefused({ metadata, status }: Cluster): boolean {
  const ready = status?.conditions?.find(condition => condition.type === 'Ready');
  if (ready?.status !== 'False' || ready.observedGeneration !== metadata?.generation) return false;
  return [ready, ...(status?.problems ?? [])].some(({ reason }) => endOf(reason) === 'needs person');
}

/** An operator of another version may have reasons that this command does not know: it waits for them. */
function endOf(reason: string): ReasonEnd {
  const known: Readonly<Record<string, Reason>> = { ...conditionReasons, ...eventReasons };
  return Object.hasOwn(known, reason) ? (known[reason]?.end ?? 'passes') : 'passes';
}
