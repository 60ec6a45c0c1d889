import type { EventReason, KubernetesEvent, Pod } from '@cartridge-on-kubernetes/api';
import { askAgainSeconds } from '../ask-again.ts';
import { kubectl } from '../kubectl.ts';
import type { Wait } from '../notice.ts';
import { ageSeconds } from '../pod-history.ts';
import { lastsSeconds } from '../sightings.ts';
import type { InstanceView, World } from '../world/world.ts';
import { diagnosePod } from './diagnose-pod.ts';
import { diagnoseState } from './diagnose-state.ts';
import { type Diagnosis, problem, progress } from './diagnosis.ts';

/** Why an instance is not at work, with the cure; null where it is RolesConfigured, or Unconfigured and waits to join. */
export function diagnoseInstance(world: World, instance: InstanceView): Wait | null {
  const diagnosis = findCause(world, instance);
  if (diagnosis === null) return null;
  return { ...diagnosis, about: instance.ref, retryAfterSeconds: retryAfter(world, instance, diagnosis) };
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
  const diagnosis = findCause(world, instance);
  const isObstacle = diagnosis?.severity === 'problem' && OBSTACLES.has(diagnosis.reason);
  return isObstacle ? diagnosis.message : null;
}

function findCause(world: World, instance: InstanceView): Diagnosis | null {
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

function diagnoseMissing(world: World, { name, replicasetName }: InstanceView): Diagnosis {
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

const SILENCE_IS_NORMAL_SECONDS = 60;
/** One answer that is late says nothing. */
const SILENCE_PERSISTS_SECONDS = 10;

function diagnoseSilence(world: World, { name, answer }: InstanceView, pod: Pod): Diagnosis {
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
function retryAfter(world: World, { name, pod }: InstanceView, { severity }: Diagnosis): number {
  if (pod === null) return 30;
  const state = world.snapshot.sightings.states[name];
  const seconds = state === undefined ? ageSeconds(world, pod) : lastsSeconds(world.snapshot, state.since);
  return askAgainSeconds(seconds, severity === 'progress' ? 5 : 30);
}

function isOf({ involvedObject }: KubernetesEvent, pod: Pod): boolean {
  return involvedObject.uid === undefined || involvedObject.uid === pod.metadata.uid;
}
