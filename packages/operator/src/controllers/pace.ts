/** Result of a pass, from which the time of the next pass follows. */
export interface PassResult {
  /** monotonic clock, milliseconds */
  now: number;
  /** actions that succeeded */
  done: number;
  failed: number;
  /** as the plan asks; null where watches report every change */
  retryAfterSeconds: number | null;
}

interface Rhythm {
  /** passes in a row that changed something; limited, as a plan that never comes to rest must not spin */
  busyPasses: number;
  failedPasses: number;
  /** when waiting began, or a watch last reported a change */
  waitingSince: number | null;
  waitingPasses: number;
}

const firstWaitMilliseconds = 200;
const longestQuickWaitMilliseconds = 2000;
/** After this time without a change, the awaited event is not about to happen within the second. */
const quickMilliseconds = 60_000;
/** Longest pause, however soon the plan asks: after minutes without a change some seconds do not matter. */
const longestPatienceMilliseconds = 30_000;
const longestFailureMilliseconds = 60_000;
const freeBusyPasses = 20;

/**
 * Time until the next pass. After a success: none, as the next step is due. While something is waited for: 200 ms
 * growing to 2 s, and after a minute without a change as rarely as the plan asks, ever more rarely. After failures:
 * doubled each time. Otherwise: until the resync.
 */
export class Pace {
  readonly #resyncMilliseconds: number;
  readonly #random: () => number;
  readonly #rhythms = new Map<string, Rhythm>();

  constructor(options: { resyncSeconds: number; random: () => number }) {
    this.#resyncMilliseconds = options.resyncSeconds * 1000;
    this.#random = options.random;
  }

  /** A watch reported a change, so the awaited event may be near. */
  news(key: string): void {
    const rhythm = this.#rhythms.get(key);
    if (rhythm === undefined) return;
    rhythm.waitingSince = null;
    rhythm.waitingPasses = 0;
  }

  forget(key: string): void {
    this.#rhythms.delete(key);
  }

  /** Whether the next pass follows at once, so that this pass need not report a status that is about to change. */
  goesOn(key: string, done: number): boolean {
    return done > 0 && this.#rhythm(key).busyPasses < freeBusyPasses;
  }

  next(key: string, result: PassResult): number {
    const rhythm = this.#rhythm(key);
    rhythm.busyPasses = result.done > 0 ? rhythm.busyPasses + 1 : 0;
    rhythm.failedPasses = result.failed > 0 ? rhythm.failedPasses + 1 : 0;
    if (result.failed > 0)
      return doubled(firstWaitMilliseconds, rhythm.failedPasses, longestFailureMilliseconds);
    if (result.done > 0) {
      rhythm.waitingSince = null;
      rhythm.waitingPasses = 0;
      const beyond = rhythm.busyPasses - freeBusyPasses;
      return beyond <= 0 ? 0 : doubled(firstWaitMilliseconds, beyond, longestFailureMilliseconds);
    }
    if (result.retryAfterSeconds !== null)
      return this.#wait(rhythm, result.now, result.retryAfterSeconds * 1000);
    this.#rhythms.delete(key);
    // Spread out, or the resyncs of many clusters would come together.
    return this.#resyncMilliseconds * (0.9 + 0.2 * this.#random());
  }

  #wait(rhythm: Rhythm, now: number, planned: number): number {
    rhythm.waitingSince ??= now;
    rhythm.waitingPasses += 1;
    const waited = now - rhythm.waitingSince;
    if (waited >= quickMilliseconds)
      return Math.max(planned, Math.min(waited / 10, longestPatienceMilliseconds));
    const quick = firstWaitMilliseconds * 1.3 ** Math.min(rhythm.waitingPasses - 1, 20);
    return Math.min(planned, quick, longestQuickWaitMilliseconds);
  }

  #rhythm(key: string): Rhythm {
    let rhythm = this.#rhythms.get(key);
    if (rhythm === undefined) {
      rhythm = { busyPasses: 0, failedPasses: 0, waitingSince: null, waitingPasses: 0 };
      this.#rhythms.set(key, rhythm);
    }
    return rhythm;
  }
}

function doubled(first: number, times: number, longest: number): number {
  return Math.min(first * 2 ** Math.min(times - 1, 30), longest);
}
