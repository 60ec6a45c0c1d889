import { type ContainerStatus, type Pod, parseTime } from '@cartridge-on-kubernetes/api';
import { kubectl } from '../../plan/kubectl.ts';
import type { InstanceView, Views } from '../../views/views.ts';
import { hasServed } from '../has-served.ts';
import { type Diagnosis, problem } from './diagnosis.ts';

const IMAGE_REASONS = new Set(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull']);
const CREATION_REASONS = new Set(['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError']);

/** The first container whose image is not pulled, that cannot be created, or that keeps crashing. */
export function diagnoseContainers(views: Views, instance: InstanceView, pod: Pod): Diagnosis | null {
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
        `Container ${container.name} of ${name} cannot be created: ${message || reason}`,
        `See ${kubectl(views.snapshot.cluster, `describe pod ${name}`)}`,
      );
    }
    if (isCrashLooping(views, container))
      return describeCrash(views, container, { name, hasServed: hasServed(views, instance) });
  }
  return null;
}

function imageOf(container: ContainerStatus): string {
  return typeof container.image === 'string' && container.image !== ''
    ? container.image
    : `the image of ${container.name}`;
}

const SHORT_RUN_SECONDS = 60;

/**
 * While Kubernetes holds the container back, its state is CrashLoopBackOff; during the next short run only the restart
 * count tells.
 */
function isCrashLooping({ snapshot }: Views, { ready, restartCount = 0, state, lastState }: ContainerStatus) {
  if (state?.waiting?.reason === 'CrashLoopBackOff') return true;
  const ended = state?.terminated ?? lastState?.terminated;
  if (ready !== false || restartCount < 3 || ended === undefined || ended.exitCode === 0) return false;
  const finished = parseTime(ended.finishedAt ?? '');
  const ran = (finished - parseTime(ended.startedAt ?? '')) / 1000;
  const since = (snapshot.now - finished) / 1000;
  return ran < SHORT_RUN_SECONDS && since < SHORT_RUN_SECONDS;
}

function describeCrash(
  { snapshot }: Views,
  container: ContainerStatus,
  pod: { name: string; hasServed: boolean },
): Diagnosis {
  const { name } = pod;
  const ended = container.state?.terminated ?? container.lastState?.terminated;
  const exit = ended === undefined ? '' : ` (exit code ${ended.exitCode})`;
  const line = lastTellingLine(ended?.message);
  const read = kubectl(snapshot.cluster, `logs ${name} -c ${container.name} --previous`);
  // The operator itself replaces a pod that never served.
  const isJoining = WITHOUT_LEADER.test(line);
  const afterwards = pod.hasServed
    ? 'run helm upgrade, then delete the pod'
    : 'run helm upgrade; the pod is then recreated automatically';
  return problem(
    'CrashLoop',
    `Container ${container.name} of ${name} keeps crashing${exit}${line === '' ? '' : `: ${line}`}`,
    isJoining ? CURE_OF_JOINING : `Fix the application (its log: ${read}) and ${afterwards}`,
  );
}

/** Tarantool's error where a member without data reaches no instance that can give it the data. */
const WITHOUT_LEADER = /can't initialize storage: .*(?:read-only mode|to one or more replicas|replicaset)/;
const CURE_OF_JOINING =
  'The instance has to copy the data of its replicaset and does not reach the leader. Bring the leader up, and let pods reach port 3301 of each other. Kubernetes restarts the container within five minutes';

/**
 * The last line of a log that tells a cause, so not that by which Tarantool reports its end; without the timestamp,
 * which differs each time.
 */
function lastTellingLine(text = ''): string {
  const lines = text.trimEnd().split('\n');
  const telling =
    lines.findLast(line => !line.includes('fatal error, exiting the event loop')) ?? lines.at(-1);
  return telling?.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \[\d+\] /, '').trim() ?? '';
}
