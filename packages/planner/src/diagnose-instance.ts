import {
  type ContainerStatus,
  type EventReason,
  type KubernetesEvent,
  type Pod,
  parseTime,
} from '@cartridge/api';
import { askAgainSeconds } from './ask-again.ts';
import { diagnoseState } from './diagnose-state.ts';
import { type Finding, problem, progress } from './finding.ts';
import { hasServed } from './has-served.ts';
import { kubectl } from './kubectl.ts';
import type { Wait } from './notice.ts';
import { lastsSeconds } from './sightings.ts';
import type { InstanceView, World } from './world/world.ts';

/** Why an instance is not at work, with the cure; null where it is RolesConfigured, or Unconfigured and waits to join. */
export function diagnoseInstance(world: World, instance: InstanceView): Wait | null {
  const finding = findCause(world, instance);
  if (finding === null) return null;
  return { ...finding, about: instance.ref, retryAfterSeconds: retryAfter(world, instance, finding) };
}

/** What Kubernetes itself names as the cause. An instance that is silent without such a cause may be about to answer. */
const OBSTACLES: ReadonlySet<EventReason> = new Set<EventReason>([
  'PodPending',
  'VolumeNotMounted',
  'ImageNotPulled',
  'ContainerNotCreated',
  'CrashLoop',
]);

/** What keeps the pod of an instance from running, until somebody does something; null while it may come by itself. */
export function findPodObstacle(world: World, instance: InstanceView): string | null {
  const finding = findCause(world, instance);
  const isObstacle = finding?.severity === 'problem' && OBSTACLES.has(finding.reason);
  return isObstacle ? finding.message : null;
}

function findCause(world: World, instance: InstanceView): Finding | null {
  const { pod, answer } = instance;
  if (pod === null) return diagnoseMissing(world, instance);
  if (pod.metadata.deletionTimestamp !== undefined) {
    return progress('InstanceStarting', `${instance.name} is terminating`, 'The StatefulSet makes it anew');
  }
  if (answer?.kind === 'answered') return diagnoseState(world, instance, answer.self);
  const own = (world.podEvents.get(instance.name) ?? []).filter(event => isOf(event, pod));
  return diagnosePod({ world, instance, pod, events: own }) ?? diagnoseSilence(world, instance, pod);
}

const CREATION_TAKES_SECONDS = 60;

function diagnoseMissing(world: World, { name, replicasetName }: InstanceView): Finding {
  const { snapshot, replicasets } = world;
  const replicaset = replicasets.find(candidate => candidate.name === replicasetName);
  const isParallel = replicaset?.statefulSet?.spec.podManagementPolicy === 'Parallel';
  const seconds = lastsSeconds(snapshot, snapshot.sightings.missingPods[name]);
  // Otherwise each pod waits for the one before it, which has its own diagnosis.
  if (!isParallel || seconds < CREATION_TAKES_SECONDS)
    return progress('PodMissing', `${name} does not exist yet`, 'The StatefulSet makes it');
  return problem(
    'PodMissing',
    `${name} does not exist, and StatefulSet ${replicasetName} should have made it`,
    `See ${kubectl(snapshot.cluster, `describe statefulset ${replicasetName}`)}: a quota or an admission policy may refuse its pods`,
  );
}

function diagnosePod({
  world,
  instance,
  pod,
  events,
}: {
  world: World;
  instance: InstanceView;
  pod: Pod;
  events: readonly KubernetesEvent[];
}): Finding | null {
  return (
    diagnoseScheduling(world, pod) ?? diagnoseContainers(world, instance, pod) ?? diagnoseVolumes(pod, events)
  );
}

/** Words of the scheduler's volume plugins. A claim that is not bound is no sign: it may itself wait for a node. */
const ABOUT_VOLUMES =
  /PersistentVolumeClaim|persistent volumes? to bind|binding volumes|volume node affinity|enough free storage/i;

const BINDING_TAKES_SECONDS = 15;

function diagnoseScheduling(world: World, pod: Pod): Finding | null {
  const { name } = pod.metadata;
  const scheduled = pod.status?.conditions?.find(condition => condition.type === 'PodScheduled');
  if (scheduled?.status !== 'False') return null;
  const why = scheduled.message ?? scheduled.reason ?? 'not scheduled';
  const isAboutVolumes = ABOUT_VOLUMES.test(why) && !why.includes('Insufficient');
  // The scheduler looks before the volume is there, and what it finds afterwards may be another matter.
  if (isAboutVolumes && ageSeconds(world, pod) < BINDING_TAKES_SECONDS)
    return progress('PodPending', `${name} waits for its volume`, 'It goes on by itself');
  const cure = isAboutVolumes
    ? cureOfVolumes(world, pod)
    : 'Lower CPUallocation or MemtxMemoryMB of its role and upgrade, or add nodes; it goes on by itself then';
  return problem('PodPending', `${name} has no node: ${why}`, cure);
}

function cureOfVolumes({ claims, snapshot }: World, { spec }: Pod): string {
  const names = spec.volumes?.flatMap(volume => volume.persistentVolumeClaim?.claimName ?? []) ?? [];
  const unbound = names.filter(name => claims.get(name)?.status?.phase !== 'Bound');
  const list = unbound.length > 0 ? unbound : names;
  const look = kubectl(snapshot.cluster, `describe persistentvolumeclaims ${list.join(' ')}`);
  return `See ${look}: its StorageClass must exist and have free space for DiskSize of the role on a node that the pod may use`;
}

const IMAGE_REASONS = new Set(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull']);
const CREATION_REASONS = new Set(['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError']);

function diagnoseContainers(world: World, instance: InstanceView, pod: Pod): Finding | null {
  const { name } = pod.metadata;
  const { status } = pod;
  for (const container of [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]) {
    const { reason = '', message = '' } = container.state?.waiting ?? {};
    if (IMAGE_REASONS.has(reason)) {
      return problem(
        'ImageNotPulled',
        `${name} cannot pull ${imageOf(container)}: ${message || reason}`,
        'Correct image.repository and image.tag, or make the image available to the nodes',
      );
    }
    if (CREATION_REASONS.has(reason)) {
      return problem(
        'ContainerNotCreated',
        `Container ${container.name} of ${name} is not created: ${message || reason}`,
        `See ${kubectl(world.snapshot.cluster, `describe pod ${name}`)}`,
      );
    }
    if (isCrashLooping(world, container))
      return describeCrash(world, container, { name, hasServed: hasServed(world, instance) });
  }
  return null;
}

function imageOf(container: ContainerStatus): string {
  return typeof container.image === 'string' && container.image !== ''
    ? container.image
    : `the image of ${container.name}`;
}

const SHORT_RUN_SECONDS = 60;

/** Kubernetes says so while it holds the container back; in the next short run its restarts say it. */
function isCrashLooping({ snapshot }: World, { ready, restartCount = 0, state, lastState }: ContainerStatus) {
  if (state?.waiting?.reason === 'CrashLoopBackOff') return true;
  const ended = state?.terminated ?? lastState?.terminated;
  if (ready !== false || restartCount < 3 || ended === undefined || ended.exitCode === 0) return false;
  const finished = parseTime(ended.finishedAt ?? '');
  const ran = (finished - parseTime(ended.startedAt ?? '')) / 1000;
  const since = (snapshot.now - finished) / 1000;
  return ran < SHORT_RUN_SECONDS && since < SHORT_RUN_SECONDS;
}

function describeCrash(
  { snapshot }: World,
  container: ContainerStatus,
  pod: { name: string; hasServed: boolean },
): Finding {
  const { name } = pod;
  const ended = container.state?.terminated ?? container.lastState?.terminated;
  const exit = ended === undefined ? '' : ` with exit code ${ended.exitCode}`;
  const line = lastWord(ended?.message);
  const read = kubectl(snapshot.cluster, `logs ${name} -c ${container.name} --previous`);
  // A pod that never served is replaced by the operator.
  const isJoining = WITHOUT_LEADER.test(line);
  const afterwards = pod.hasServed ? 'upgrade, delete the pod' : 'upgrade; it goes on by itself then';
  return problem(
    'CrashLoop',
    `Container ${container.name} of ${name} ends again and again${exit}${line === '' ? '' : `: ${line}`}`,
    isJoining ? CURE_OF_JOINING : `Read ${read}, correct the application, ${afterwards}`,
  );
}

/** Words of Tarantool where a member without data finds nobody who may give it the data. */
const WITHOUT_LEADER = /can't initialize storage: .*(?:read-only mode|to one or more replicas|replicaset)/;
const CURE_OF_JOINING =
  'It copies the data of its replicaset and does not reach the leader. Bring the leader up, and let pods reach port 3301 of each other. Kubernetes tries again within five minutes, at once where the pod is deleted';

/** The last line but for that by which Tarantool says that it ends, and without the time, which is another at each end. */
function lastWord(text = ''): string {
  const lines = text.trimEnd().split('\n');
  const telling =
    lines.findLast(line => !line.includes('fatal error, exiting the event loop')) ?? lines.at(-1);
  return telling?.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \[\d+\] /, '').trim() ?? '';
}

const VOLUME_REASONS = new Set(['FailedMount', 'FailedAttachVolume', 'ProvisioningFailed', 'FailedBinding']);

function diagnoseVolumes(pod: Pod, events: readonly KubernetesEvent[]): Finding | null {
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

const SILENCE_IS_NORMAL_SECONDS = 60;
/** One answer that is late says nothing. */
const SILENCE_PERSISTS_SECONDS = 10;

function diagnoseSilence(world: World, { name, answer }: InstanceView, pod: Pod): Finding {
  const isYoung = ageSeconds(world, pod) < SILENCE_IS_NORMAL_SECONDS;
  if (isYoung || pod.status?.podIP === undefined) {
    return progress('InstanceStarting', `${name} is starting`, 'It goes on by itself');
  }
  const ended = pod.status?.containerStatuses?.[0]?.state?.terminated;
  if (ended !== undefined)
    return progress(
      'InstanceStarting',
      `${name} ended with exit code ${ended.exitCode}`,
      'It is started again',
    );
  if (lastsSeconds(world.snapshot, world.snapshot.sightings.silent[name]) < SILENCE_PERSISTS_SECONDS)
    return progress('InstanceStarting', `${name} does not answer`, 'It is asked again');
  const message = answer?.kind === 'unreachable' ? answer.message : 'it was not asked';
  return problem(
    'InstanceUnreachable',
    `${name} runs and does not answer on its admin port: ${message}`,
    `Read ${kubectl(world.snapshot.cluster, `logs ${name}`)}; check TARANTOOL_HTTP_PORT and network policies`,
  );
}

/** Nothing tells when an instance changes its state, so a starting one is asked often, an old sorrow seldom. */
function retryAfter(world: World, { name, pod }: InstanceView, { severity }: Finding): number {
  if (pod === null) return 30;
  const state = world.snapshot.sightings.states[name];
  const seconds = state === undefined ? ageSeconds(world, pod) : lastsSeconds(world.snapshot, state.since);
  return askAgainSeconds(seconds, severity === 'progress' ? 5 : 30);
}

export function ageSeconds({ snapshot }: World, { metadata }: Pod): number {
  return (snapshot.now - parseTime(metadata.creationTimestamp ?? '')) / 1000;
}

function isOf({ involvedObject }: KubernetesEvent, pod: Pod): boolean {
  return involvedObject.uid === undefined || involvedObject.uid === pod.metadata.uid;
}
