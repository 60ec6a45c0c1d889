import { inBackground } from '@cartridge-on-kubernetes/process';
import { ApiError } from '../errors/api-error.ts';
import type { Log } from '../runtime/log.ts';
import { startTimer, type Timer } from '../runtime/timer.ts';

const retryMilliseconds = 1000;

/**
 * Work that a change of the store asks for and that no caller awaits. A failure, such as a full disk, is logged, and
 * the work is done again a second later. Refused work (4xx) is not done again: the object was deleted or changed
 * meanwhile, and the next change asks for the work anew.
 */
export class RetriedWork {
  readonly #log: Log;
  readonly #timers = new Set<Timer>();
  #isStopped = false;

  constructor(log: Log) {
    this.#log = log;
  }

  /** `name` is what the log calls the work. */
  start(name: string, work: () => Promise<void>): void {
    inBackground(work(), error => {
      if (this.#isStopped || isRefusal(error)) return;
      this.#log.error(`${name} failed, trying again`, { error });
      const timer = startTimer(retryMilliseconds, () => {
        this.#timers.delete(timer);
        this.start(name, work);
      });
      this.#timers.add(timer);
    });
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) timer.cancel();
  }
}

function isRefusal(error: Error): boolean {
  return error instanceof ApiError && error.code < 500;
}
