/** Time as an input: code that waits or measures gets a clock from its caller. */
export interface Clock {
  /** Wall clock, milliseconds since 1970: for times that are written or compared with written ones. It may be set. */
  now(): number;
  /** Milliseconds since some moment, for durations: it only goes forward, and stands while the machine sleeps. */
  monotonic(): number;
  /** Runs `task` once after the delay; the returned function cancels it. */
  after(delayMilliseconds: number, task: () => void): () => void;
}

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
