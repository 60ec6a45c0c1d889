import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import type { EventRecorder } from '../events/event-recorder.ts';
import { pods, statefulSets } from '../in-process/kinds.ts';
import { keyOf, type Stored } from '../in-process/typed-objects.ts';
import { canonicalJson } from '../objects/canonical-json.ts';
import type { ObjectKey } from '../objects/kube-object.ts';
import { claimPods } from './claim-pods.ts';
import type { ControllerContext, RunningController } from './controller-context.ts';
import { matchesSelector } from './label-selector.ts';
import { NameRest } from './name-rest.ts';
import { isFinished, isReady, isTerminating, secondsUntilAvailable } from './pod-facts.ts';
import type { ReconcileResult } from './reconcile-loop.ts';
import { type Reconciliation, startController } from './start-controller.ts';
import { applyClaimRetention, ensureClaims } from './stateful-set-claims.ts';
import { type PodStep, planStatefulSet } from './stateful-set-plan.ts';
import { buildStatefulPod, ordinalOf, revisionOf } from './stateful-set-pod.ts';
import { observeRevisions, type SetRevisions, templateOfRevision } from './stateful-set-revisions.ts';

/** Keeps the numbered pods of a StatefulSet, each with its claims. */
export function startStatefulSetController(context: ControllerContext): RunningController {
  const rest = new NameRest();
  return startController(context, {
    name: 'statefulset',
    kind: statefulSets,
    owned: pods,
    reconcile: reconciliation => reconcile({ ...reconciliation, rest }),
    watch: ({ objects }) => [
      objects.watch(pods, ({ type, object }) => {
        if (type === 'DELETED') rest.remember(keyOf(object), performance.now());
      }),
    ],
  });
}

async function reconcile({
  context,
  recorder,
  key,
  rest,
}: Reconciliation & { rest: NameRest }): Promise<ReconcileResult> {
  const { objects } = context;
  const set = objects.read(statefulSets, key);
  if (!set?.spec || set.metadata.deletionTimestamp) return undefined;
  const owned = await claimPods({
    objects,
    owner: set,
    selector: set.spec.selector,
    mayAdopt: pod => ordinalOf(set, pod) !== undefined,
  });
  const revisions = await observeRevisions(objects, set);
  const now = Date.now();
  const plan = planStatefulSet({ set, pods: owned, updateRevision: revisions.update.name, now });
  const rests = plan.steps.map(step =>
    step.kind === 'create'
      ? rest.remaining({ namespace: key.namespace, name: `${key.name}-${step.ordinal}` }, performance.now())
      : 0,
  );
  const due = plan.steps.filter((_, index) => rests[index] === 0);
  for (const step of due) await carryOut({ context, recorder, set, revisions, step });
  await ensureClaimsOfPending({ context, recorder, set, owned });
  await applyClaimRetention(objects, set, owned);
  const result = await reportStatus({ context, key, revisions, now });
  const soonest = Math.min(...rests.filter(milliseconds => milliseconds > 0)) / 1000;
  return Number.isFinite(soonest) ? { retryAfterSeconds: soonest } : result;
}

/** A pod may have been made while the claim of the one before it was still going away. */
async function ensureClaimsOfPending(options: {
  context: ControllerContext;
  recorder: EventRecorder;
  set: Stored<StatefulSet>;
  owned: Stored<Pod>[];
}): Promise<void> {
  const { context, recorder, set, owned } = options;
  for (const pod of owned) {
    const ordinal = ordinalOf(set, pod);
    if (pod.status?.phase !== 'Pending' || isTerminating(pod) || ordinal === undefined) continue;
    await ensureClaims({ objects: context.objects, set, ordinal, recorder });
  }
}

async function carryOut(options: {
  context: ControllerContext;
  recorder: EventRecorder;
  set: Stored<StatefulSet>;
  revisions: SetRevisions;
  step: PodStep;
}): Promise<void> {
  const { context, recorder, set, revisions, step } = options;
  const { objects } = context;
  switch (step.kind) {
    case 'create': {
      const revision = step.useCurrentRevision ? revisions.current : revisions.update;
      const template = templateOfRevision(revision.object) ?? set.spec?.template;
      const pod = buildStatefulPod({ set, ordinal: step.ordinal, template, revision: revision.name });
      try {
        await ensureClaims({ objects, set, ordinal: step.ordinal, recorder });
        await objects.create(pods, pod);
      } catch (error) {
        const message = `create Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} failed error: ${String((error as Error).message)}`;
        recorder.record(set, { type: 'Warning', reason: 'FailedCreate', message });
        throw error;
      }
      const message = `create Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`;
      recorder.record(set, { type: 'Normal', reason: 'SuccessfulCreate', message });
      return;
    }
    case 'delete': {
      await objects.delete(pods, keyOf(step.pod), { preconditions: { uid: step.pod.metadata.uid } });
      const message = `delete Pod ${step.pod.metadata.name} in StatefulSet ${set.metadata.name} successful`;
      recorder.record(set, { type: 'Normal', reason: 'SuccessfulDelete', message });
      return;
    }
  }
}

async function reportStatus(options: {
  context: ControllerContext;
  key: ObjectKey;
  revisions: SetRevisions;
  now: number;
}): Promise<ReconcileResult> {
  const { context, key, revisions, now } = options;
  const { objects } = context;
  const set = objects.read(statefulSets, key);
  if (!set?.spec) return undefined;
  const owned = objects.list(pods, { namespace: key.namespace }).filter(pod => belongsTo(set, pod));
  const live = owned.filter(pod => !isTerminating(pod) && !isFinished(pod));
  const minReadySeconds = set.spec.minReadySeconds ?? 0;
  const waits = owned.map(pod => secondsUntilAvailable(pod, { minReadySeconds, now }));
  const ready = owned.filter(isReady).length;
  const updated = live.filter(pod => revisionOf(pod) === revisions.update.name).length;
  const rolledOut =
    set.spec.updateStrategy?.type !== 'OnDelete' && updated === owned.length && ready === owned.length;
  const currentRevision = rolledOut ? revisions.update.name : revisions.current.name;
  const status = {
    observedGeneration: set.metadata.generation,
    replicas: owned.length,
    readyReplicas: ready,
    availableReplicas: waits.filter(wait => wait === 0).length,
    currentReplicas: live.filter(pod => revisionOf(pod) === currentRevision).length,
    updatedReplicas: updated,
    currentRevision,
    updateRevision: revisions.update.name,
    collisionCount: set.status?.collisionCount ?? 0,
  };
  if (canonicalJson({ ...set.status, ...status }) !== canonicalJson(set.status ?? {})) {
    await objects.patchStatus(statefulSets, key, status);
  }
  const pending = waits.filter((wait): wait is number => wait !== undefined && wait > 0);
  return pending.length > 0 ? { retryAfterSeconds: Math.min(...pending) } : undefined;
}

function belongsTo(set: Stored<StatefulSet>, pod: Stored<Pod>): boolean {
  const owner = pod.metadata.ownerReferences?.find(reference => reference.controller);
  return owner?.uid === set.metadata.uid && matchesSelector(set.spec?.selector, pod.metadata.labels);
}
