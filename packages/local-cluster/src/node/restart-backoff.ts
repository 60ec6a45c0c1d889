const firstDelayMilliseconds = 10_000;
const longestDelayMilliseconds = 300_000;

/** kubelet's rule: the first restart is immediate, then 10 s, 20 s … 5 min; ten minutes without trouble forget it. */
export class RestartBackoff {
  #next: number | undefined;
  #last = 0;

  /** The delay before the next attempt, in milliseconds. */
  nextDelay(options: { now: number; ranMilliseconds: number }): number {
    const quiet = Math.max(options.ranMilliseconds, options.now - this.#last - (this.#next ?? 0));
    this.#last = options.now;
    if (this.#next === undefined || quiet >= 2 * longestDelayMilliseconds) {
      this.#next = firstDelayMilliseconds;
      return 0;
    }
    const delay = this.#next;
    this.#next = Math.min(delay * 2, longestDelayMilliseconds);
    return delay;
  }
}

/** 10s, 40s, 2m40s, 5m0s: as Go prints a duration. */
export function formatDelay(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
