import { setTimeout as delay } from 'node:timers/promises';

export interface PollOptions {
  /** what is waited for, as in "the Cluster is Ready" */
  until: string;
  deadlineSeconds?: number;
}

/**
 * Calls `probe` until it returns without throwing and gives its value: assertions can be written inside.
 * Rejects with the last failure as its cause when the deadline is over.
 */
export async function pollUntil<T>(
  { until, deadlineSeconds = 60 }: PollOptions,
  probe: () => Promise<T> | T,
): Promise<T> {
  const deadline = performance.now() + deadlineSeconds * 1000;
  for (;;) {
    try {
      return await probe();
    } catch (cause) {
      if (performance.now() > deadline) {
        const last = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`Not within ${deadlineSeconds} s: ${until}. Last seen: ${last}`, { cause });
      }
      await delay(100);
    }
  }
}
