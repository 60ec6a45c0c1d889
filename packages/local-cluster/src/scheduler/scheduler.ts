import type { Node, Pod } from 'kubernetes-types/core/v1';
import type { ControllerContext, RunningController } from '../controllers/controller-context.ts';
import { isFinished } from '../controllers/pod-facts.ts';
import { startReconcileLoop } from '../controllers/reconcile-loop.ts';
import { nodes, persistentVolumeClaims, pods, storageClasses } from '../in-process/kinds.ts';
import { errorReason, keyOf, type Stored, type TypedObjects } from '../in-process/typed-objects.ts';
import { timestamp } from '../objects/timestamp.ts';
import { reasonsAgainst } from './node-fit.ts';

/** How long a new claim may take before a pod that waits for it says so. */
const bindingSeconds = 1;

type Verdict =
  | { kind: 'fits'; node: string }
  | { kind: 'waits'; message: string }
  /** its claims are new: they are about to be bound, and nothing needs to be said yet */
  | { kind: 'binding' };

/** Binds pods to the node with room for them. A pod without room gets the reason, and is tried again at each change. */
export function startScheduler(context: ControllerContext): RunningController {
  const { objects, log } = context;
  const recorder = context.recorder('default-scheduler');
  // One key: pods are placed one after the other, so that two of them never take the same room.
  const everything = { name: 'pods' };
  const loop = startReconcileLoop({
    name: 'scheduler',
    log,
    reconcile: async () => {
      let isBinding = false;
      for (const pod of objects.list(pods).filter(isWaiting)) {
        const verdict = judge(objects, pod);
        if (verdict.kind === 'binding') isBinding = true;
        else await carryOut(objects, recorder, pod, verdict);
      }
      return isBinding ? { retryAfterSeconds: bindingSeconds } : undefined;
    },
  });
  const stops = [
    objects.watch(pods, change => {
      const freesRoom = change.type === 'DELETED' || isFinished(change.object);
      if (freesRoom || isWaiting(change.object)) loop.enqueue(everything);
    }),
    objects.watch(nodes, change => {
      if (change.type !== 'MODIFIED' || roomOf(change.object) !== roomOf(change.previous))
        loop.enqueue(everything);
    }),
    objects.watch(persistentVolumeClaims, () => loop.enqueue(everything)),
  ];
  return {
    stop: async () => {
      for (const stop of stops) stop();
      await loop.stop();
    },
  };
}

function isWaiting(pod: Stored<Pod>): boolean {
  const ours = (pod.spec?.schedulerName ?? 'default-scheduler') === 'default-scheduler';
  const gated = (pod.spec?.schedulingGates ?? []).length > 0;
  return ours && !gated && !pod.spec?.nodeName && !pod.metadata.deletionTimestamp && !isFinished(pod);
}

function roomOf(node: Stored<Node> | undefined): string {
  return JSON.stringify([node?.status?.allocatable, node?.spec, node?.metadata.labels]);
}

async function carryOut(
  objects: TypedObjects,
  recorder: ReturnType<ControllerContext['recorder']>,
  pod: Stored<Pod>,
  verdict: Exclude<Verdict, { kind: 'binding' }>,
): Promise<void> {
  if (verdict.kind === 'waits') {
    await refuse(objects, recorder, pod, verdict.message);
    return;
  }
  try {
    await objects.mergePatch(pods, keyOf(pod), { spec: { nodeName: verdict.node } });
  } catch (error) {
    if (errorReason(error) === 'NotFound') return;
    throw error;
  }
  const message = `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${verdict.node}`;
  recorder.record(pod, { type: 'Normal', reason: 'Scheduled', message });
}

function judge(objects: TypedObjects, pod: Stored<Pod>): Verdict {
  const all = objects.list(nodes);
  const unavailable = `0/${all.length} nodes are available: `;
  const claimTrouble = troubleOfClaims(objects, pod);
  if (claimTrouble === 'binding') return { kind: 'binding' };
  if (claimTrouble) {
    const helpless = preemption(all.length, 'Preemption is not helpful for scheduling');
    return { kind: 'waits', message: `${unavailable}${claimTrouble}. ${helpless}` };
  }
  const active = objects.list(pods).filter(found => found.spec?.nodeName && !isFinished(found));
  const counts = new Map<string, number>();
  for (const node of all) {
    const running = active.filter(found => found.spec?.nodeName === node.metadata.name);
    const reasons = reasonsAgainst(pod, node, running);
    if (reasons.length === 0) return { kind: 'fits', node: node.metadata.name };
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const listed = [...counts].map(([reason, count]) => `${count} ${reason}`).sort();
  const text = listed.length > 0 ? `${listed.join(', ')}. ` : '';
  const helpless = [...counts.keys()].every(
    reason => !reason.startsWith('Insufficient') && !reason.startsWith('Too many'),
  );
  const victims = helpless
    ? 'Preemption is not helpful for scheduling'
    : 'No preemption victims found for incoming pod';
  return { kind: 'waits', message: `${unavailable}${text}${preemption(all.length, victims)}` };
}

function preemption(nodeCount: number, text: string): string {
  return `no new claims to deallocate, preemption: 0/${nodeCount} nodes are available: ${nodeCount} ${text}.`;
}

/** Claims have to be bound before their pod is placed, unless their class waits for the first consumer. Undefined: fine. */
function troubleOfClaims(objects: TypedObjects, pod: Stored<Pod>): string | undefined {
  for (const volume of pod.spec?.volumes ?? []) {
    const name = volume.persistentVolumeClaim?.claimName;
    if (!name) continue;
    const claim = objects.read(persistentVolumeClaims, { namespace: pod.metadata.namespace, name });
    if (!claim) return `persistentvolumeclaim "${name}" not found`;
    if (claim.metadata.deletionTimestamp) return `persistentvolumeclaim "${name}" is being deleted`;
    if (claim.status?.phase === 'Bound') continue;
    const storageClass = objects.read(storageClasses, { name: claim.spec?.storageClassName ?? '' });
    if (storageClass?.volumeBindingMode === 'WaitForFirstConsumer') continue;
    const isNew = Date.now() - Date.parse(claim.metadata.creationTimestamp) < bindingSeconds * 1000 + 1000;
    return isNew ? 'binding' : 'pod has unbound immediate PersistentVolumeClaims';
  }
  return undefined;
}

async function refuse(
  objects: TypedObjects,
  recorder: ReturnType<ControllerContext['recorder']>,
  pod: Stored<Pod>,
  message: string,
): Promise<void> {
  const conditions = pod.status?.conditions ?? [];
  const present = conditions.find(found => found.type === 'PodScheduled');
  if (present?.status === 'False' && present.message === message) return;
  recorder.record(pod, { type: 'Warning', reason: 'FailedScheduling', message });
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastProbeTime: null,
    lastTransitionTime: present?.status === 'False' ? present.lastTransitionTime : timestamp(new Date()),
    observedGeneration: pod.metadata.generation,
  };
  const others = conditions.filter(found => found.type !== 'PodScheduled');
  await objects.patchStatus(pods, keyOf(pod), { phase: 'Pending', conditions: [...others, condition] });
}
