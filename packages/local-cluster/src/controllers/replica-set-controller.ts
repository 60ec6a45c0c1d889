import type { ReplicaSet } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import type { EventRecorder } from '../events/event-recorder.ts';
import { pods, replicaSets } from '../in-process/kinds.ts';
import { errorReason, keyOf, type Stored } from '../in-process/typed-objects.ts';
import { canonicalJson } from '../objects/canonical-json.ts';
import type { ObjectKey } from '../objects/kube-object.ts';
import { claimPods } from './claim-pods.ts';
import type { ControllerContext, RunningController } from './controller-context.ts';
import { matchesSelector } from './label-selector.ts';
import { controllerReference, isControlledBy } from './ownership.ts';
import { isActive, isReady, secondsUntilAvailable } from './pod-facts.ts';
import type { ReconcileResult } from './reconcile-loop.ts';
import { type Reconciliation, startController } from './start-controller.ts';

/** Keeps the number of pods a ReplicaSet asks for. */
export function startReplicaSetController(context: ControllerContext): RunningController {
  return startController(context, {
    name: 'replicaset',
    kind: replicaSets,
    owned: pods,
    reconcile,
  });
}

async function reconcile({ context, recorder, key }: Reconciliation): Promise<ReconcileResult> {
  const { objects } = context;
  const set = objects.read(replicaSets, key);
  if (!set?.spec) return undefined;
  if (!set.metadata.deletionTimestamp) {
    const claimed = await claimPods({ objects, owner: set, selector: set.spec.selector });
    await adjust(context, recorder, set, claimed.filter(isActive));
  }
  return reportStatus(context, key);
}

async function adjust(
  { objects }: ControllerContext,
  recorder: EventRecorder,
  set: Stored<ReplicaSet>,
  active: Stored<Pod>[],
): Promise<void> {
  const surplus = active.length - (set.spec?.replicas ?? 1);
  for (let missing = surplus; missing < 0; missing += 1) {
    const template = set.spec?.template;
    const pod = await objects
      .create(pods, {
        metadata: {
          generateName: `${set.metadata.name}-`,
          namespace: set.metadata.namespace,
          labels: template?.metadata?.labels,
          annotations: template?.metadata?.annotations,
          finalizers: template?.metadata?.finalizers,
          ownerReferences: [controllerReference(set)],
        },
        spec: template?.spec,
      })
      .catch(error => {
        const message = `Error creating: ${(error as Error).message}`;
        recorder.record(set, { type: 'Warning', reason: 'FailedCreate', message });
        throw error;
      });
    const message = `Created pod: ${pod.metadata.name}`;
    recorder.record(set, { type: 'Normal', reason: 'SuccessfulCreate', message });
  }
  if (surplus <= 0) return;
  for (const pod of [...active].sort(leastUsefulFirst).slice(0, surplus)) {
    await objects.delete(pods, keyOf(pod), { preconditions: { uid: pod.metadata.uid } }).catch(error => {
      if (errorReason(error) !== 'NotFound') throw error;
    });
    const message = `Deleted pod: ${pod.metadata.name}`;
    recorder.record(set, { type: 'Normal', reason: 'SuccessfulDelete', message });
  }
}

/** Not placed before placed, not ready before ready, younger before older. */
function leastUsefulFirst(a: Stored<Pod>, b: Stored<Pod>): number {
  const rank = (pod: Stored<Pod>): number => (pod.spec?.nodeName ? 1 : 0) + (isReady(pod) ? 2 : 0);
  return (
    rank(a) - rank(b) || Date.parse(b.metadata.creationTimestamp) - Date.parse(a.metadata.creationTimestamp)
  );
}

async function reportStatus({ objects }: ControllerContext, key: ObjectKey): Promise<ReconcileResult> {
  const set = objects.read(replicaSets, key);
  if (!set?.spec) return undefined;
  const now = Date.now();
  const active = objects
    .list(pods, { namespace: key.namespace })
    .filter(pod => isControlledBy(pod, set) && isActive(pod));
  const templateLabels = { matchLabels: set.spec.template?.metadata?.labels };
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  const waits = active.map(pod => secondsUntilAvailable(pod, { minReadySeconds, now }));
  const status = {
    observedGeneration: set.metadata.generation,
    replicas: active.length,
    fullyLabeledReplicas: active.filter(pod => matchesSelector(templateLabels, pod.metadata.labels)).length,
    readyReplicas: active.filter(isReady).length,
    availableReplicas: waits.filter(wait => wait === 0).length,
  };
  if (canonicalJson({ ...set.status, ...status }) !== canonicalJson(set.status ?? {})) {
    await objects.patchStatus(replicaSets, key, status);
  }
  const pending = waits.filter((wait): wait is number => wait !== undefined && wait > 0);
  return pending.length > 0 ? { retryAfterSeconds: Math.min(...pending) } : undefined;
}
