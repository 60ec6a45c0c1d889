import type { Deployment, ReplicaSet } from 'kubernetes-types/apps/v1';
import type { EventRecorder } from '../events/event-recorder.ts';
import { deployments, pods, replicaSets } from '../in-process/kinds.ts';
import { keyOf, type Stored } from '../in-process/typed-objects.ts';
import { canonicalJson } from '../objects/canonical-json.ts';
import type { ObjectKey } from '../objects/kube-object.ts';
import type { ControllerContext, RunningController } from './controller-context.ts';
import { claimReplicaSets, ensureNewSet, findNewSet, findOutdated } from './deployment-replica-sets.ts';
import { planRollout, type SetView } from './deployment-rollout.ts';
import { buildDeploymentStatus, rolloutSettings, secondsUntilDeadline } from './deployment-status.ts';
import { controllerOf, isControlledBy } from './ownership.ts';
import type { ReconcileResult } from './reconcile-loop.ts';
import { type Reconciliation, startController } from './start-controller.ts';

/** Rolls a Deployment's template out over ReplicaSets. */
export function startDeploymentController(context: ControllerContext): RunningController {
  return startController(context, {
    name: 'deployment',
    kind: deployments,
    owned: replicaSets,
    reconcile,
    watch: ({ objects }, enqueue) => [
      // Recreate waits for the last old pod, which its ReplicaSet's status no longer counts.
      objects.watch(pods, change => {
        const set = controllerOf(change.object);
        const { namespace } = change.object.metadata;
        if (change.type !== 'DELETED' || set?.kind !== replicaSets.kind) return;
        const owner = objects.read(replicaSets, { namespace, name: set.name });
        const reference = owner && controllerOf(owner);
        if (reference) enqueue({ namespace, name: reference.name });
      }),
    ],
  });
}

async function reconcile({ context, recorder, key }: Reconciliation): Promise<ReconcileResult> {
  const { objects } = context;
  const deployment = objects.read(deployments, key);
  if (!deployment?.spec || deployment.metadata.deletionTimestamp) return undefined;
  const known = await claimReplicaSets(objects, deployment);
  const newSet = deployment.spec.paused
    ? findNewSet(deployment, known)
    : await ensureNewSet(objects, deployment, known);
  const isMade = newSet && !known.some(set => set.metadata.uid === newSet.metadata.uid);
  if (isMade)
    recordScale(recorder, deployment, {
      name: newSet.metadata.name,
      from: 0,
      to: newSet.spec?.replicas ?? 0,
    });
  const sets = isMade ? [...known, newSet] : known;
  await resize(context, recorder, deployment, { newSet, sets });
  for (const set of findOutdated(
    deployment,
    sets.filter(found => found.metadata.uid !== newSet?.metadata.uid),
  )) {
    await objects.delete(replicaSets, keyOf(set));
  }
  return reportStatus(context, key);
}

async function resize(
  { objects }: ControllerContext,
  recorder: EventRecorder,
  deployment: Stored<Deployment>,
  { newSet, sets }: { newSet: Stored<ReplicaSet> | undefined; sets: Stored<ReplicaSet>[] },
): Promise<void> {
  const namespace = deployment.metadata.namespace;
  const allPods = objects.list(pods, { namespace });
  const views = sets.map(
    (set): SetView => ({
      name: set.metadata.name,
      isNew: set.metadata.uid === newSet?.metadata.uid,
      wanted: set.spec?.replicas ?? 1,
      available: set.status?.availableReplicas ?? 0,
      present: allPods.filter(pod => isControlledBy(pod, set)).length,
    }),
  );
  const onlyScales = deployment.spec?.paused ? views.filter(view => view.isNew) : views;
  for (const [name, to] of planRollout(rolloutSettings(deployment), onlyScales)) {
    const from = views.find(view => view.name === name)?.wanted ?? 0;
    await objects.mergePatch(replicaSets, { namespace, name }, { spec: { replicas: to } });
    recordScale(recorder, deployment, { name, from, to });
  }
}

function recordScale(
  recorder: EventRecorder,
  deployment: Stored<Deployment>,
  scale: { name: string; from: number; to: number },
): void {
  const direction = scale.to > scale.from ? 'up' : 'down';
  const message = `Scaled ${direction} replica set ${scale.name} from ${scale.from} to ${scale.to}`;
  recorder.record(deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message });
}

async function reportStatus({ objects }: ControllerContext, key: ObjectKey): Promise<ReconcileResult> {
  const deployment = objects.read(deployments, key);
  if (!deployment) return undefined;
  const now = new Date();
  const all = objects
    .list(replicaSets, { namespace: key.namespace })
    .filter(set => isControlledBy(set, deployment));
  const status = buildDeploymentStatus(deployment, { newSet: findNewSet(deployment, all), all }, now);
  if (canonicalJson({ ...deployment.status, ...status }) !== canonicalJson(deployment.status ?? {})) {
    await objects.patchStatus(deployments, key, status);
  }
  const seconds = secondsUntilDeadline(deployment, status, now);
  return seconds === undefined ? undefined : { retryAfterSeconds: seconds };
}
