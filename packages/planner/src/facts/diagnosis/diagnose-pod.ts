import type { KubernetesEvent, Pod } from '@cartridge-on-kubernetes/api';
import { kubectl } from '../../plan/kubectl.ts';
import type { InstanceView, Views } from '../../views/views.ts';
import { ageSeconds } from '../pod-history.ts';
import { diagnoseContainers } from './diagnose-containers.ts';
import { type Diagnosis, problem, progress } from './diagnosis.ts';

/** What Kubernetes says keeps a pod from running; null where it says nothing. */
export function diagnosePod({
  views,
  instance,
  pod,
  events,
}: {
  views: Views;
  instance: InstanceView;
  pod: Pod;
  events: readonly KubernetesEvent[];
}): Diagnosis | null {
  return (
    diagnoseScheduling(views, pod) ?? diagnoseContainers(views, instance, pod) ?? diagnoseVolumes(pod, events)
  );
}

/** Words of the scheduler's volume plugins. A claim that is not bound is no sign: it may itself wait for a node. */
const ABOUT_VOLUMES =
  /PersistentVolumeClaim|persistent volumes? to bind|binding volumes|volume node affinity|enough free storage/i;

const BINDING_TAKES_SECONDS = 15;

function diagnoseScheduling(views: Views, pod: Pod): Diagnosis | null {
  const { name } = pod.metadata;
  const scheduled = pod.status?.conditions?.find(condition => condition.type === 'PodScheduled');
  if (scheduled?.status !== 'False') return null;
  const why = scheduled.message ?? scheduled.reason ?? 'not scheduled';
  const isAboutVolumes = ABOUT_VOLUMES.test(why) && !why.includes('Insufficient');
  // The scheduler looks before the volume is there, and what it finds afterwards may be another matter.
  if (isAboutVolumes && ageSeconds(views, pod) < BINDING_TAKES_SECONDS)
    return progress('PodPending', `${name} waits for its volume`, 'It goes on by itself');
  const cure = isAboutVolumes
    ? cureOfVolumes(views, pod)
    : 'Lower CPUallocation or MemtxMemoryMB of its role and upgrade, or add nodes; it goes on by itself then';
  return problem('PodPending', `${name} has no node: ${why}`, cure);
}

function cureOfVolumes({ claims, snapshot }: Views, { spec }: Pod): string {
  const names = spec.volumes?.flatMap(volume => volume.persistentVolumeClaim?.claimName ?? []) ?? [];
  const unbound = names.filter(name => claims.get(name)?.status?.phase !== 'Bound');
  const list = unbound.length > 0 ? unbound : names;
  const look = kubectl(snapshot.cluster, `describe persistentvolumeclaims ${list.join(' ')}`);
  return `See ${look}: its StorageClass must exist and have free space for DiskSize of the role on a node that the pod may use`;
}

const VOLUME_REASONS = new Set(['FailedMount', 'FailedAttachVolume', 'ProvisioningFailed', 'FailedBinding']);

function diagnoseVolumes(pod: Pod, events: readonly KubernetesEvent[]): Diagnosis | null {
  // Once a container runs, its volumes are mounted, whatever old events say.
  if (pod.status?.containerStatuses?.some(container => container.state?.running !== undefined)) return null;
  const event = events.findLast(candidate => VOLUME_REASONS.has(candidate.reason ?? ''));
  if (event === undefined) return null;
  return problem(
    'VolumeNotMounted',
    `${pod.metadata.name}: ${event.message ?? event.reason}`,
    'Check the PersistentVolumeClaim, its StorageClass and DiskSize of the role',
  );
}
