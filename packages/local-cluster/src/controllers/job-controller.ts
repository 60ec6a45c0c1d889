import type { Job } from 'kubernetes-types/batch/v1';
import type { EventRecorder } from '../events/event-recorder.ts';
import { jobs, pods } from '../in-process/kinds.ts';
import { keyOf, type Stored } from '../in-process/typed-objects.ts';
import { canonicalJson } from '../objects/canonical-json.ts';
import { claimPods } from './claim-pods.ts';
import type { ControllerContext, RunningController } from './controller-context.ts';
import { completionIndexAnnotation, type JobPlan, planJob } from './job-plan.ts';
import { controllerReference, isControlledBy } from './ownership.ts';
import type { ReconcileResult } from './reconcile-loop.ts';
import { type Reconciliation, startController } from './start-controller.ts';

/** Runs the pods of a Job until enough of them succeeded. */
export function startJobController(context: ControllerContext): RunningController {
  return startController(context, {
    name: 'job',
    kind: jobs,
    owned: pods,
    reconcile,
  });
}

async function reconcile({ context, recorder, key }: Reconciliation): Promise<ReconcileResult> {
  const { objects } = context;
  const job = objects.read(jobs, key);
  if (!job || job.metadata.deletionTimestamp) return undefined;
  if (isOver(job)) return expire(context, job);
  const owned = await claimPods({ objects, owner: job, selector: job.spec?.selector });
  const now = Date.now();
  const plan = planJob(job, owned, now);
  for (const index of plan.create) await createPod(context, recorder, job, index);
  for (const pod of plan.remove) await objects.delete(pods, keyOf(pod));
  await reportStatus(context, job, plan);
  if (plan.outcome.kind === 'complete') {
    recorder.record(job, { type: 'Normal', reason: 'Completed', message: 'Job completed' });
  } else if (plan.outcome.kind === 'failed') {
    const { reason, message } = plan.outcome;
    recorder.record(job, { type: 'Warning', reason, message });
  }
  return plan.retryAfterSeconds === undefined ? undefined : { retryAfterSeconds: plan.retryAfterSeconds };
}

function isOver(job: Stored<Job>): boolean {
  return (job.status?.conditions ?? []).some(
    condition =>
      condition.status === 'True' && (condition.type === 'Complete' || condition.type === 'Failed'),
  );
}

async function createPod(
  { objects }: ControllerContext,
  recorder: EventRecorder,
  job: Stored<Job>,
  index: number | undefined,
): Promise<void> {
  const template = job.spec?.template;
  const pod = await objects.create(pods, {
    metadata: {
      generateName: index === undefined ? `${job.metadata.name}-` : `${job.metadata.name}-${index}-`,
      namespace: job.metadata.namespace,
      labels: { ...template?.metadata?.labels, ...job.spec?.selector?.matchLabels },
      annotations: {
        ...template?.metadata?.annotations,
        ...(index !== undefined && { [completionIndexAnnotation]: String(index) }),
      },
      ownerReferences: [controllerReference(job)],
    },
    spec: template?.spec,
  });
  const message = `Created pod: ${pod.metadata.name}`;
  recorder.record(job, { type: 'Normal', reason: 'SuccessfulCreate', message });
}

async function reportStatus({ objects }: ControllerContext, job: Stored<Job>, plan: JobPlan): Promise<void> {
  const active = objects
    .list(pods, { namespace: job.metadata.namespace })
    .filter(
      pod => isControlledBy(pod, job) && (pod.status?.phase === 'Running' || pod.status?.phase === 'Pending'),
    );
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  const status = {
    startTime: job.status?.startTime ?? now,
    active: plan.outcome.kind === 'running' ? active.length : 0,
    ready: plan.counts.ready,
    succeeded: plan.counts.succeeded,
    failed: plan.counts.failed,
    terminating: 0,
    uncountedTerminatedPods: {},
    ...(plan.outcome.kind === 'complete' && { completionTime: now }),
    conditions: [...(job.status?.conditions ?? []), ...conditionsOf(plan, now)],
  };
  if (canonicalJson({ ...job.status, ...status }) === canonicalJson(job.status ?? {})) return;
  await objects.patchStatus(jobs, keyOf(job), status);
}

function conditionsOf({ outcome }: JobPlan, now: string): Array<Record<string, string>> {
  const times = { status: 'True', lastProbeTime: now, lastTransitionTime: now };
  if (outcome.kind === 'running') return [];
  const { reason, message } =
    outcome.kind === 'failed'
      ? outcome
      : { reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
  const types =
    outcome.kind === 'complete' ? ['SuccessCriteriaMet', 'Complete'] : ['FailureTarget', 'Failed'];
  return types.map(type => ({ type, ...times, reason, message }));
}

/** ttlSecondsAfterFinished */
async function expire({ objects }: ControllerContext, job: Stored<Job>): Promise<ReconcileResult> {
  const ttl = job.spec?.ttlSecondsAfterFinished;
  if (ttl === undefined) return undefined;
  const ended = (job.status?.conditions ?? []).map(
    condition => Date.parse(condition.lastTransitionTime ?? '') || 0,
  );
  const left = Math.max(...ended) / 1000 + ttl - Date.now() / 1000;
  if (left > 0) return { retryAfterSeconds: left };
  await objects.delete(jobs, keyOf(job), { propagationPolicy: 'Background' });
  return undefined;
}
