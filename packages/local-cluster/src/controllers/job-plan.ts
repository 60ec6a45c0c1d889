import type { Job } from 'kubernetes-types/batch/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import type { Stored } from '../in-process/typed-objects.ts';
import { isFinished, isReady, isTerminating } from './pod-facts.ts';

export interface JobPlan {
  /** pods to create now, each with its completion index in an indexed job */
  create: Array<number | undefined>;
  remove: Stored<Pod>[];
  counts: { active: number; ready: number; succeeded: number; failed: number };
  outcome: { kind: 'running' } | { kind: 'complete' } | { kind: 'failed'; reason: string; message: string };
  retryAfterSeconds: number | undefined;
}

const firstRetrySeconds = 10;
const longestRetrySeconds = 360;
export const completionIndexAnnotation = 'batch.kubernetes.io/job-completion-index';

/** What a job needs now, from its pods. */
export function planJob(job: Stored<Job>, pods: Stored<Pod>[], now: number): JobPlan {
  const active = pods.filter(pod => !isFinished(pod) && !isTerminating(pod));
  const done = pods.filter(pod => pod.status?.phase === 'Succeeded');
  const broken = pods.filter(pod => pod.status?.phase === 'Failed');
  const indexed = job.spec?.completionMode === 'Indexed';
  const doneIndexes = new Set(done.map(indexOf));
  const counts = {
    active: active.length,
    ready: active.filter(isReady).length,
    succeeded: Math.max(indexed ? doneIndexes.size : done.length, job.status?.succeeded ?? 0),
    failed: Math.max(broken.length, job.status?.failed ?? 0),
  };
  const outcome = judge({ job, counts, now });
  if (outcome.kind !== 'running' || job.spec?.suspend) {
    return { create: [], remove: active, counts, outcome, retryAfterSeconds: undefined };
  }
  const parallelism = job.spec?.parallelism ?? 1;
  const completions = job.spec?.completions;
  const open =
    completions === undefined ? (counts.succeeded > 0 ? 0 : parallelism) : completions - counts.succeeded;
  const missing = Math.max(0, Math.min(parallelism, open) - active.length);
  const wait = retryDelay(broken, now);
  const taken = new Set([...doneIndexes, ...active.map(indexOf)]);
  const free = Array.from({ length: completions ?? 0 }, (_, index) => index).filter(
    index => !taken.has(index),
  );
  const create = Array.from({ length: wait > 0 ? 0 : missing }, (_, at) => (indexed ? free[at] : undefined));
  const timers = [wait, secondsLeft(job, now)].filter(
    (seconds): seconds is number => seconds !== undefined && seconds > 0,
  );
  return {
    create,
    remove: [],
    counts,
    outcome,
    retryAfterSeconds: timers.length > 0 ? Math.min(...timers) : undefined,
  };
}

function judge(options: { job: Stored<Job>; counts: JobPlan['counts']; now: number }): JobPlan['outcome'] {
  const { job, counts, now } = options;
  const limit = job.spec?.backoffLimit ?? 6;
  if (counts.failed > limit) {
    const message = 'Job has reached the specified backoff limit';
    return { kind: 'failed', reason: 'BackoffLimitExceeded', message };
  }
  const left = secondsLeft(job, now);
  if (left !== undefined && left <= 0) {
    return {
      kind: 'failed',
      reason: 'DeadlineExceeded',
      message: 'Job was active longer than specified deadline',
    };
  }
  const completions = job.spec?.completions;
  const enough =
    completions === undefined ? counts.succeeded > 0 && counts.active === 0 : counts.succeeded >= completions;
  return enough ? { kind: 'complete' } : { kind: 'running' };
}

function secondsLeft(job: Stored<Job>, now: number): number | undefined {
  const limit = job.spec?.activeDeadlineSeconds;
  const start = Date.parse(job.status?.startTime ?? '');
  return limit === undefined || Number.isNaN(start) ? undefined : start / 1000 + limit - now / 1000;
}

/** After failures the next pod waits 10 s, 20 s, 40 s … after the last one. */
function retryDelay(failed: Stored<Pod>[], now: number): number {
  if (failed.length === 0) return 0;
  const ends = failed.flatMap(pod =>
    (pod.status?.containerStatuses ?? []).map(
      status => Date.parse(status.state?.terminated?.finishedAt ?? '') || 0,
    ),
  );
  const delay = Math.min(firstRetrySeconds * 2 ** (failed.length - 1), longestRetrySeconds);
  return Math.max(0, Math.max(0, ...ends) / 1000 + delay - now / 1000);
}

function indexOf(pod: Stored<Pod>): number {
  return Number(pod.metadata.annotations?.[completionIndexAnnotation] ?? -1);
}
