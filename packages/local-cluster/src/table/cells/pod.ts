import type { KubeObject } from '../../objects/kube-object.ts';
import { type Fields, fieldsOf, listOf, numberOf, textOf } from '../../objects/object-fields.ts';
import { age } from '../duration.ts';
import type { Cells } from './cell-functions.ts';
import { none, orNone } from './cell-text.ts';

export const podCells: Cells = {
  Ready: pod => {
    const statuses = listOf(fieldsOf(pod.status).containerStatuses);
    return `${statuses.filter(status => status.ready === true).length}/${listOf(fieldsOf(pod.spec).containers).length}`;
  },
  Status: podReason,
  Restarts: restarts,
  IP: pod => orNone(textOf(fieldsOf(pod.status).podIP)),
  Node: pod => orNone(textOf(fieldsOf(pod.spec).nodeName)),
  'Nominated Node': pod => orNone(textOf(fieldsOf(pod.status).nominatedNodeName)),
  'Readiness Gates': readinessGates,
};

/** The one word kubectl shows for a pod: its phase, or what keeps its containers from running. */
function podReason(pod: KubeObject): string {
  const status = fieldsOf(pod.status);
  let reason = textOf(status.reason) || textOf(status.phase) || 'Unknown';
  const isGated = listOf(status.conditions).some(
    item => item.type === 'PodScheduled' && item.reason === 'SchedulingGated',
  );
  if (isGated) reason = 'SchedulingGated';
  const initReason = initContainerReason(pod);
  if (initReason !== undefined) reason = initReason;
  else reason = containerReason(pod, reason);
  if (pod.metadata.deletionTimestamp === undefined) return reason;
  return status.reason === 'NodeLost' ? 'Unknown' : 'Terminating';
}

function initContainerReason(pod: KubeObject): string | undefined {
  const specs = listOf(fieldsOf(pod.spec).initContainers);
  for (const [index, container] of listOf(fieldsOf(pod.status).initContainerStatuses).entries()) {
    const { terminated, waiting } = fieldsOf(container.state);
    const isSidecar = specs.find(spec => spec.name === container.name)?.restartPolicy === 'Always';
    if (terminated !== undefined && numberOf(fieldsOf(terminated).exitCode) === 0) continue;
    if (isSidecar && container.started === true) continue;
    if (terminated !== undefined) return `Init:${terminationReason(fieldsOf(terminated))}`;
    const waitingReason = textOf(fieldsOf(waiting).reason);
    if (waitingReason !== '' && waitingReason !== 'PodInitializing') return `Init:${waitingReason}`;
    return `Init:${index}/${specs.length}`;
  }
  return undefined;
}

function containerReason(pod: KubeObject, phaseReason: string): string {
  let reason = phaseReason;
  let hasRunning = false;
  for (const container of listOf(fieldsOf(pod.status).containerStatuses).reverse()) {
    const { waiting, terminated, running } = fieldsOf(container.state);
    const waitingReason = textOf(fieldsOf(waiting).reason);
    if (waitingReason !== '') reason = waitingReason;
    else if (terminated !== undefined) reason = terminationReason(fieldsOf(terminated));
    else if (container.ready === true && running !== undefined) hasRunning = true;
  }
  if (reason !== 'Completed' || !hasRunning) return reason;
  const isReady = listOf(fieldsOf(pod.status).conditions).some(
    item => item.type === 'Ready' && item.status === 'True',
  );
  return isReady ? 'Running' : 'NotReady';
}

function terminationReason(terminated: Fields): string {
  const reason = textOf(terminated.reason);
  if (reason !== '') return reason;
  return numberOf(terminated.signal) !== 0
    ? `Signal:${terminated.signal}`
    : `ExitCode:${numberOf(terminated.exitCode)}`;
}

function restarts(pod: KubeObject, now: Date): string {
  const status = fieldsOf(pod.status);
  // While init containers run, kubectl shows the restarts of the init containers.
  const isInitialising = initContainerReason(pod) !== undefined;
  const statuses = listOf(isInitialising ? status.initContainerStatuses : status.containerStatuses);
  const count = statuses.reduce((sum, status) => sum + numberOf(status.restartCount), 0);
  const last = statuses
    .map(status => textOf(fieldsOf(status, 'lastState', 'terminated').finishedAt))
    .sort()
    .at(-1);
  return count > 0 && last ? `${count} (${age(last, now)} ago)` : String(count);
}

function readinessGates(pod: KubeObject): string {
  const gates = listOf(fieldsOf(pod.spec).readinessGates);
  if (gates.length === 0) return none;
  const conditions = listOf(fieldsOf(pod.status).conditions);
  const met = gates.filter(gate =>
    conditions.some(item => item.type === gate.conditionType && item.status === 'True'),
  );
  return `${met.length}/${gates.length}`;
}
