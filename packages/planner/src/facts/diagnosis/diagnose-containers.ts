import { type ContainerStatus, type Pod, parseTime } from '@cartridge-on-kubernetes/api';
import { kubectl } from '../../plan/kubectl.ts';
import type { InstanceView, Views } from '../../views/views.ts';
import { hasServed } from '../has-served.ts';
import { type Diagnosis, problem } from './diagnosis.ts';

const IMAGE_REASONS = new Set(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull']);
const CREATION_REASONS = new Set(['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError']);

/** The first container that is not pulled, not made, or ends again and again. */
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
        `Container ${container.name} of ${name} is not created: ${message || reason}`,
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

/** Kubernetes says so while it holds the container back; in the next short run its restarts say it. */
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
