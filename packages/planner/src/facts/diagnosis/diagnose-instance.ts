import type { EventReason, KubernetesEvent, Pod } from '@cartridge-on-kubernetes/api';
import { kubectl } from '../../plan/kubectl.ts';
import type { Wait } from '../../plan/notice.ts';
import type { InstanceView, Views } from '../../views/views.ts';
import { askAgainSeconds } from '../ask-again.ts';
import { ageSeconds } from '../pod-history.ts';
import { lastsSeconds } from '../sightings.ts';
import { diagnosePod } from './diagnose-pod.ts';
import { diagnoseState } from './diagnose-state.ts';
import { type Diagnosis, problem, progress } from './diagnosis.ts';

export interface InstanceDiagnosis {
  /** why the instance is not at work, with the cure; null where it is RolesConfigured, or Unconfigured and waits to join */
  wait: Wait | null;
  /** what keeps its pod from running until a person acts; null while the pod may come up by itself */
  obstacle: string | null;
}

export function diagnoseInstance(views: Views, instance: InstanceView): InstanceDiagnosis {
  const diagnosis = findCause(views, instance);
  if (diagnosis === null) return { wait: null, obstacle: null };
  const isObstacle = diagnosis.severity === 'problem' && OBSTACLES.has(diagnosis.reason);
  return {
    wait: { ...diagnosis, about: instance.ref, retryAfterSeconds: retryAfter(views, instance, diagnosis) },
    obstacle: isObstacle ? diagnosis.message : null,
  };
}

/** Causes that Kubernetes itself reports. An instance that is silent without such a cause may be about to answer. */
const OBSTACLES: ReadonlySet<EventReason> = new Set<EventReason>([
  'PodPending',
  'VolumeNotMounted',
  'ImageNotPulled',
  'ContainerNotCreated',
  'CrashLoop',
]);

function findCause(views: Views, instance: InstanceView): Diagnosis | null {
  const { pod, answer } = instance;
  if (pod === null) return diagnoseMissing(views, instance);
  if (pod.metadata.deletionTimestamp !== undefined) {
    return progress(
      'InstanceStarting',
      `${instance.name} is terminating`,
      'The StatefulSet then creates it again',
    );
  }
  if (answer?.kind === 'answered') return diagnoseState(views, instance, answer.self);
  const own = (views.podEvents.get(instance.name) ?? []).filter(event => isOf(event, pod));
  return diagnosePod({ views, instance, pod, events: own }) ?? diagnoseSilence(views, instance, pod);
}

const CREATION_TAKES_SECONDS = 60;

function diagnoseMissing(views: Views, { name, replicasetName }: InstanceView): Diagnosis {
  const { snapshot, replicasetsByName } = views;
  const replicaset = replicasetsByName.get(replicasetName);
  const isParallel = replicaset?.statefulSet?.spec.podManagementPolicy === 'Parallel';
  const seconds = lastsSeconds(snapshot, snapshot.sightings.missingPods[name]);
  // With OrderedReady each pod waits for the previous one, which has a diagnosis of its own.
  if (!isParallel || seconds < CREATION_TAKES_SECONDS)
    return progress('PodMissing', `${name} does not exist yet`, 'The StatefulSet creates it');
  return problem(
    'PodMissing',
    `${name} does not exist, although StatefulSet ${replicasetName} should have created it`,
    `See ${kubectl(snapshot.cluster, `describe statefulset ${replicasetName}`)}: a quota or an admission policy may refuse its pods`,
  );
}

const SILENCE_IS_NORMAL_SECONDS = 60;
/** A single late answer is no sign of a problem. */
const SILENCE_PERSISTS_SECONDS = 10;

function diagnoseSilence(views: Views, { name, answer }: InstanceView, pod: Pod): Diagnosis {
  const isYoung = ageSeconds(views, pod) < SILENCE_IS_NORMAL_SECONDS;
  if (isYoung || pod.status?.podIP === undefined) {
    return progress('InstanceStarting', `${name} is starting`, 'The operator waits for it');
  }
  const ended = pod.status?.containerStatuses?.[0]?.state?.terminated;
  if (ended !== undefined)
    return progress(
      'InstanceStarting',
      `The application of ${name} ended with exit code ${ended.exitCode}`,
      'Kubernetes restarts it',
    );
  if (lastsSeconds(views.snapshot, views.snapshot.sightings.silent[name]) < SILENCE_PERSISTS_SECONDS)
    return progress('InstanceStarting', `${name} does not answer`, 'The operator asks it again');
  const message = answer?.kind === 'unreachable' ? answer.message : 'the operator has not asked it yet';
  return problem(
    'InstanceUnreachable',
    `${name} runs, but does not answer on its admin port: ${message}`,
    `Read ${kubectl(views.snapshot.cluster, `logs ${name}`)}; check TARANTOOL_HTTP_PORT and network policies`,
  );
}

/**
 * No watch reports when an instance changes its state, so a starting instance is polled often, a long-standing problem
 * seldom.
 */
function retryAfter(views: Views, { name, pod }: InstanceView, { severity }: Diagnosis): number {
  if (pod === null) return 30;
  const state = views.snapshot.sightings.states[name];
  const seconds = state === undefined ? ageSeconds(views, pod) : lastsSeconds(views.snapshot, state.since);
  return askAgainSeconds(seconds, severity === 'progress' ? 5 : 30);
}

function isOf({ involvedObject }: KubernetesEvent, pod: Pod): boolean {
  return involvedObject.uid === undefined || involvedObject.uid === pod.metadata.uid;
}
