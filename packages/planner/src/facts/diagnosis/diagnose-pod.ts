import type { KubernetesEvent, Pod } from '@cartridge-on-kubernetes/api';
import { kubectl } from '../../plan/kubectl.ts';
import type { InstanceView, Views } from '../../views/views.ts';
import { ageSeconds } from '../pod-history.ts';
import { diagnoseContainers } from './diagnose-containers.ts';
import { type Diagnosis, problem, progress } from './diagnosis.ts';

/** What keeps a pod from running, as Kubernetes reports it; null where it reports nothing. */
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

/** Messages of the scheduler's volume plugins. An unbound claim alone proves nothing: it may itself wait for a node. */
const ABOUT_VOLUMES =
  /PersistentVolumeClaim|persistent volumes? to bind|binding volumes|volume node affinity|enough free storage/i;

const BINDING_TAKES_SECONDS = 15;

function diagnoseScheduling(views: Views, pod: Pod): Diagnosis | null {
  const { name } = pod.metadata;
  const scheduled = pod.status?.conditions?.find(condition => condition.type === 'PodScheduled');
  if (scheduled?.status !== 'False') return null;
  const message = scheduled.message ?? scheduled.reason ?? 'not scheduled';
  const isAboutVolumes = ABOUT_VOLUMES.test(message) && !message.includes('Insufficient');
  // The scheduler runs before the volume exists, and may report another cause afterwards.
  if (isAboutVolumes && ageSeconds(views, pod) < BINDING_TAKES_SECONDS)
    return progress('PodPending', `${name} waits for its volume`, 'The operator waits for it');
  const cure = isAboutVolumes
    ? cureOfVolumes(views, pod)
    : 'Lower CPUallocation or MemtxMemoryMB of its role and run helm upgrade, or add nodes; the pod then starts automatically';
  return problem('PodPending', `${name} has no node: ${message}`, cure);
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
  // Once a container runs, its volumes are mounted, so events about them are outdated.
  if (pod.status?.containerStatuses?.some(container => container.state?.running !== undefined)) return null;
  const event = events.findLast(candidate => VOLUME_REASONS.has(candidate.reason ?? ''));
  if (event === undefined) return null;
  return problem(
    'VolumeNotMounted',
    `${pod.metadata.name}: ${event.message ?? event.reason}`,
    'Check the PersistentVolumeClaim, its StorageClass and DiskSize of the role',
  );
}
