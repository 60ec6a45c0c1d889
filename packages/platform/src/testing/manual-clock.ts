import type { Clock } from '../clock.ts';

interface Timer {
  due: number;
  task: () => void;
}

/** A clock that stands still until it is told to advance; its wall clock can be set apart from that. */
export class ManualClock implements Clock {
  #now: number;
  #setBy = 0;
  #timers: Timer[] = [];

  constructor(now = Date.parse('2026-01-01T00:00:00Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now + this.#setBy;
  }

  monotonic(): number {
    return this.#now;
  }

  /** Sets the wall clock forward (or back, where negative); no timer is due by that, as after a machine's sleep. */
  set(milliseconds: number): void {
    this.#setBy += milliseconds;
  }

  after(delayMilliseconds: number, task: () => void): () => void {
    const timer = { due: this.#now + delayMilliseconds, task };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter(other => other !== timer);
    };
  }

  /** Timers that wait. */
  get pending(): number {
    return this.#timers.length;
  }

  /** Runs what is due until then, in order; each task sees the time it was due at. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const next = this.#timers.filter(timer => timer.due <= end).sort((a, b) => a.due - b.due)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter(timer => timer !== next);
      this.#now = Math.max(this.#now, next.due);
      next.task();
    }
    this.#now = end;
  }
}
