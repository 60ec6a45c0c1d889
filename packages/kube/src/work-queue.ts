import { setMaxListeners } from 'node:events';
import type { Clock } from '@cartridge-on-kubernetes/platform';
import { type Backoff, backoffDelay } from './backoff.ts';

export interface WorkQueueOptions {
  workers: number;
  /** One pass over a key. A number of milliseconds asks for another pass then; a throw means back-off. */
  work: (key: string, signal: AbortSignal) => Promise<WorkResult>;
  backoff?: Backoff;
  clock: Clock;
  random: () => number;
  onFailure?: (key: string, error: unknown, retryMilliseconds: number) => void;
}

export type WorkResult = undefined | { againAfterMilliseconds: number };

interface KeyState {
  /** waiting in the line */
  queued: boolean;
  running: boolean;
  /** added while it ran: once more, whatever the pass says */
  dirty: boolean;
  failures: number;
  timer: { due: number; cancel: () => void } | undefined;
}

/**
 * A line of keys, each at most once, each worked on by one worker at a time. A key added while its pass runs gets
 * one more pass. A pass makes earlier wishes for a later one void: it has seen the world, and says when to look again.
 */
export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #keys = new Map<string, KeyState>();
  readonly #line: string[] = [];
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #open = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
    // Every request of every running pass listens to it.
    setMaxListeners(0, this.#stop.signal);
  }

  /** Keys may be added before; the work on them begins now. */
  start(): void {
    this.#open = true;
    this.#startWorkers();
  }

  /** Keys that wait in line, without those that wait for their time. */
  get depth(): number {
    return this.#line.length;
  }

  get active(): number {
    return this.#running.size;
  }

  /** True while nothing is in line or running; keys that wait for their time do not count. */
  get idle(): boolean {
    return this.#line.length === 0 && this.#running.size === 0;
  }

  add(key: string): void {
    if (this.#stop.signal.aborted) return;
    const state = this.#state(key);
    if (state.running) {
      state.dirty = true;
      return;
    }
    if (state.queued) return;
    state.queued = true;
    this.#line.push(key);
    this.#startWorkers();
  }

  /** Adds the key later; of several wishes the earliest counts. */
  addAfter(key: string, delayMilliseconds: number): void {
    if (this.#stop.signal.aborted) return;
    const state = this.#state(key);
    const due = this.#options.clock.monotonic() + delayMilliseconds;
    if (state.timer !== undefined) {
      if (state.timer.due <= due) return;
      state.timer.cancel();
    }
    const cancel = this.#options.clock.after(delayMilliseconds, () => {
      state.timer = undefined;
      this.add(key);
    });
    state.timer = { due, cancel };
  }

  /** Takes nothing new, tells the running passes by their signal, and waits for them. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#line.length = 0;
    for (const state of this.#keys.values()) state.timer?.cancel();
    await Promise.all(this.#running);
    this.#keys.clear();
  }

  #state(key: string): KeyState {
    let state = this.#keys.get(key);
    if (state === undefined) {
      state = { queued: false, running: false, dirty: false, failures: 0, timer: undefined };
      this.#keys.set(key, state);
    }
    return state;
  }

  #startWorkers(): void {
    while (this.#open && this.#running.size < this.#options.workers) {
      const key = this.#line.shift();
      if (key === undefined) return;
      const pass = this.#runPass(key).finally(() => {
        this.#running.delete(pass);
        this.#startWorkers();
      });
      this.#running.add(pass);
    }
  }

  async #runPass(key: string): Promise<void> {
    const state = this.#state(key);
    // The caller of add() goes on first: many adds in one go are one pass.
    await Promise.resolve();
    if (this.#stop.signal.aborted) return;
    state.queued = false;
    state.running = true;
    state.timer?.cancel();
    state.timer = undefined;
    try {
      const result = await this.#options.work(key, this.#stop.signal);
      state.failures = 0;
      if (result !== undefined) this.addAfter(key, result.againAfterMilliseconds);
    } catch (error) {
      state.failures += 1;
      const backoff = this.#options.backoff ?? defaultBackoff;
      const delay = backoffDelay(backoff, state.failures, this.#options.random());
      this.#options.onFailure?.(key, error, delay);
      this.addAfter(key, delay);
    }
    state.running = false;
    if (state.dirty) {
      state.dirty = false;
      this.add(key);
    } else if (state.timer === undefined && state.failures === 0 && !state.queued) {
      this.#keys.delete(key);
    }
  }
}

const defaultBackoff: Backoff = { firstMilliseconds: 200, longestMilliseconds: 60_000 };
