import type { Cluster, Pod } from '@cartridge-on-kubernetes/api';
import { isPodReady } from '../output/pod-table.ts';

/** Why containers wait when somebody has to bring an image or change a manifest. */
const waitingForPerson = new Set([
  'CreateContainerConfigError',
  'ErrImageNeverPull',
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
]);

/** What the operator refuses to do as long as the manifests stay as they are. */
const refusedManifests = new Set([
  'ClusterLost',
  'DataLost',
  'FailoverInvalid',
  'ImmutableField',
  'OldDataFound',
  'RolesInvalid',
  'RolesMissing',
  'SelectorMissing',
  'TemplateInvalid',
  'TemplateMissing',
  'UnknownRole',
  'VolumeShrink',
  'WeightInvalid',
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

/** What was said about an earlier version of the Cluster may be mended. */
function isRefused({ metadata, status }: Cluster): boolean {
  const ready = status?.conditions?.find(condition => condition.type === 'Ready');
  if (ready?.status !== 'False' || ready.observedGeneration !== metadata?.generation) return false;
  return (status?.problems ?? []).some(({ reason }) => refusedManifests.has(reason ?? ''));
}
