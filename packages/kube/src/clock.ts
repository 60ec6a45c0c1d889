/** Time as an input: leader election, queue and recorder never read the wall clock themselves. */
export interface Clock {
  /** milliseconds since the epoch */
  now(): number;
  /** Runs `task` once after the delay; the returned function cancels it. */
  after(delayMilliseconds: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMilliseconds, task) {
    const timer = setTimeout(task, delayMilliseconds);
    return () => clearTimeout(timer);
  },
};

/** Resolves after the delay, or at once when the signal aborts. */
export function sleep(
  clock: Clock,
  delayMilliseconds: number,
  signal: AbortSignal | undefined = undefined,
): Promise<void> {
  return new Promise(resolve => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const cancel = clock.after(delayMilliseconds, finish);
    signal?.addEventListener('abort', finish, { once: true });
    function finish(): void {
      cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    }
  });
}
