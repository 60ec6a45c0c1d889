import { errorReason, formatKey, parseKey } from '../in-process/typed-objects.ts';
import type { ObjectKey } from '../objects/kube-object.ts';
import type { Log } from '../runtime/log.ts';

/** Time after which the object is reconciled again even if nothing changes. */
export type ReconcileResult = { retryAfterSeconds: number } | undefined;

export interface ReconcileLoop {
  enqueue(key: ObjectKey): void;
  stop(): Promise<void>;
}

const firstRetryMilliseconds = 20;
const longestRetryMilliseconds = 30_000;
/** Longest pause. Some retries are due by the wall clock, and a timer does not fire earlier when that clock is set. */
const longestPauseMilliseconds = 60_000;

/**
 * Calls `reconcile` for every enqueued key: one call a key at a time, several changes at once give one call,
 * failures are retried with back-off.
 */
export function startReconcileLoop(options: {
  name: string;
  log: Log;
  reconcile: (key: ObjectKey) => Promise<ReconcileResult>;
}): ReconcileLoop {
  const { name, log, reconcile } = options;
  const waiting = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const timers = new Map<string, NodeJS.Timeout>();
  const failures = new Map<string, number>();
  let scheduled = false;
  let stopped = false;

  const enqueue = (key: string): void => {
    if (stopped) return;
    waiting.add(key);
    if (scheduled) return;
    scheduled = true;
    setImmediate(startWaiting);
  };

  const startWaiting = (): void => {
    scheduled = false;
    for (const key of [...waiting]) {
      if (stopped || running.has(key)) continue;
      waiting.delete(key);
      clearTimeout(timers.get(key));
      timers.delete(key);
      running.set(
        key,
        reconcileOnce(key).finally(() => {
          running.delete(key);
          if (waiting.has(key)) enqueue(key);
        }),
      );
    }
  };

  const reconcileOnce = async (key: string): Promise<void> => {
    try {
      const result = await reconcile(parseKey(key));
      failures.delete(key);
      if (result) retryAfter(key, result.retryAfterSeconds * 1000);
    } catch (error) {
      const count = (failures.get(key) ?? 0) + 1;
      failures.set(key, count);
      const expected = isExpected(error);
      log[expected ? 'debug' : 'error']('Reconcile failed', { controller: name, object: key, error });
      retryAfter(key, Math.min(firstRetryMilliseconds * 2 ** (count - 1), longestRetryMilliseconds));
    }
  };

  const retryAfter = (key: string, milliseconds: number): void => {
    if (stopped) return;
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(() => enqueue(key), Math.min(milliseconds, longestPauseMilliseconds)),
    );
  };

  return {
    enqueue: key => enqueue(formatKey(key)),
    stop: async () => {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}

/** Another writer was faster, or the namespace is being deleted. Both are normal, and the next try succeeds. */
function isExpected(error: unknown): boolean {
  const reason = errorReason(error) ?? '';
  const isLeaving = reason === 'Forbidden' && (error as Error).message.includes('being terminated');
  return reason === 'Conflict' || reason === 'NotFound' || reason === 'AlreadyExists' || isLeaving;
}
