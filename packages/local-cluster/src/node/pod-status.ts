import type { ContainerStatus, Pod, PodCondition, PodStatus } from 'kubernetes-types/core/v1';
import type { Stored } from '../in-process/typed-objects.ts';
import { timestamp } from '../objects/timestamp.ts';
import type { ContainerFacts } from './container-state.ts';
import { qosClass } from './qos-class.ts';

export interface PodView {
  initContainers: ContainerFacts[];
  containers: ContainerFacts[];
  hostAddress: string;
  podAddress: string | undefined;
  startTime: string;
  /** Set when the pod as a whole was given up, for example after its deadline. */
  failure: { reason: string; message: string } | undefined;
  volumesReady: boolean;
}

type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** The status kubelet reports for what is known of a pod's containers. */
export function buildPodStatus(pod: Stored<Pod>, view: PodView, now = new Date()): PodStatus {
  const phase = view.failure ? 'Failed' : phaseOf(pod, view);
  const address = view.podAddress;
  return {
    observedGeneration: pod.metadata.generation,
    phase,
    reason: view.failure?.reason,
    message: view.failure?.message,
    conditions: buildConditions({ pod, view, phase, now }),
    hostIP: view.hostAddress,
    hostIPs: [{ ip: view.hostAddress }],
    podIP: address,
    podIPs: address ? [{ ip: address }] : undefined,
    startTime: view.startTime,
    qosClass: qosClass(pod.spec),
    initContainerStatuses:
      view.initContainers.length > 0
        ? view.initContainers.map(facts => containerStatus(pod, facts))
        : undefined,
    containerStatuses: view.containers.map(facts => containerStatus(pod, facts)),
  } as PodStatus;
}

function phaseOf(pod: Stored<Pod>, view: PodView): Phase {
  const policy = pod.spec?.restartPolicy ?? 'Always';
  const failedInit = view.initContainers.some(facts => (facts.state.terminated?.exitCode ?? 0) !== 0);
  const openInit = view.initContainers.some(facts => facts.state.terminated?.exitCode !== 0);
  if (openInit) return failedInit && policy === 'Never' ? 'Failed' : 'Pending';
  const fresh = view.containers.filter(facts => facts.state.waiting && !facts.lastTermination);
  if (fresh.length > 0) return 'Pending';
  if (view.containers.some(facts => facts.state.running)) return 'Running';
  if (policy === 'Always') return 'Running';
  const ended = view.containers.every(facts => facts.state.terminated);
  const succeeded = view.containers.every(facts => facts.state.terminated?.exitCode === 0);
  if (ended && succeeded) return 'Succeeded';
  return ended && policy === 'Never' ? 'Failed' : 'Running';
}

function buildConditions(options: {
  pod: Stored<Pod>;
  view: PodView;
  phase: Phase;
  now: Date;
}): PodCondition[] {
  const { pod, view, phase, now } = options;
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  const initialized = view.initContainers.every(facts => facts.state.terminated?.exitCode === 0);
  const unready = view.containers.filter(facts => !facts.ready).map(facts => facts.name);
  const gates = (pod.spec?.readinessGates ?? []).map(gate => gate.conditionType);
  const openGates = gates.filter(
    gate => pod.status?.conditions?.find(found => found.type === gate)?.status !== 'True',
  );
  const openInit = view.initContainers.filter(facts => facts.state.terminated?.exitCode !== 0);
  const notReady = isOver
    ? { reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
    : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
  const containersReady = !isOver && unready.length === 0;
  const wanted: Array<{ type: string; isTrue: boolean; reason?: string; message?: string }> = [
    { type: 'PodReadyToStartContainers', isTrue: view.volumesReady && !isOver },
    initialized
      ? { type: 'Initialized', isTrue: true, reason: phase === 'Succeeded' ? 'PodCompleted' : undefined }
      : {
          type: 'Initialized',
          isTrue: false,
          reason: 'ContainersNotInitialized',
          message: `containers with incomplete status: [${openInit.map(facts => facts.name).join(' ')}]`,
        },
    containersReady && openGates.length > 0
      ? {
          type: 'Ready',
          isTrue: false,
          reason: 'ReadinessGatesNotReady',
          message: `corresponding condition of pod readiness gate "${openGates[0]}" does not exist.`,
        }
      : { type: 'Ready', isTrue: containersReady, ...(containersReady ? {} : notReady) },
    { type: 'ContainersReady', isTrue: containersReady, ...(containersReady ? {} : notReady) },
    { type: 'PodScheduled', isTrue: true },
  ];
  const own = new Set(wanted.map(item => item.type));
  const foreign = (pod.status?.conditions ?? []).filter(found => !own.has(found.type));
  return [...wanted.map(item => mergeCondition(pod, item, now)), ...foreign];
}

function mergeCondition(
  pod: Stored<Pod>,
  wanted: { type: string; isTrue: boolean; reason?: string; message?: string },
  now: Date,
): PodCondition {
  const present = pod.status?.conditions?.find(found => found.type === wanted.type);
  const status = wanted.isTrue ? 'True' : 'False';
  const unchanged = present?.status === status && present.lastTransitionTime;
  return {
    type: wanted.type,
    status,
    observedGeneration: pod.metadata.generation,
    lastTransitionTime: unchanged ? present.lastTransitionTime : timestamp(now),
    ...(wanted.reason && { reason: wanted.reason }),
    ...(wanted.message && { message: wanted.message }),
  } as PodCondition;
}

function containerStatus(pod: Stored<Pod>, facts: ContainerFacts): ContainerStatus {
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  const spec = containers.find(container => container.name === facts.name);
  return {
    name: facts.name,
    image: facts.image,
    imageID: facts.imageId,
    containerID: facts.containerId || undefined,
    state: facts.state,
    lastState: facts.lastTermination ? { terminated: facts.lastTermination } : {},
    ready: facts.ready,
    started: facts.started,
    restartCount: facts.restartCount,
    allocatedResources: spec?.resources?.requests,
    resources: spec?.resources,
    volumeMounts: spec?.volumeMounts?.map(mount => ({
      mountPath: mount.mountPath,
      name: mount.name,
      ...(mount.readOnly && { readOnly: true, recursiveReadOnly: 'Disabled' }),
    })),
  } as ContainerStatus;
}
