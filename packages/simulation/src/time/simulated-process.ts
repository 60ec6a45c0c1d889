import type { HttpClient, HttpRequest, Platform } from '@cartridge-on-kubernetes/platform';
import type { Answer } from '../network/network.ts';
import type { Chance } from './chance.ts';
import type { VirtualTime } from './virtual-time.ts';

/** Carries a request out, and calls back with what came of it, or never. */
export type Send = (request: HttpRequest, deliver: (answer: Answer) => void) => void;

export interface ProcessOptions {
  time: VirtualTime;
  chance: Chance;
  send: Send;
  /** wall clock at the beginning, milliseconds since 1970; may differ from the servers' */
  startedAt: number;
}

/**
 * The platform of one process. It can be killed, after which nothing of it ever goes on, and stopped for a while, after
 * which everything that was due meanwhile comes at once, as after SIGSTOP or a long pause of its machine.
 */
export class SimulatedProcess implements Platform {
  readonly #options: ProcessOptions;
  #state: 'running' | 'stopped' | 'dead' = 'running';
  #missed: Array<() => void> = [];
  #setBy = 0;

  constructor(options: ProcessOptions) {
    this.#options = options;
  }

  readonly clock: Platform['clock'] = {
    now: () => this.#options.startedAt + this.#options.time.now + this.#setBy,
    monotonic: () => this.#options.time.now,
    after: (delayMilliseconds, task) => {
      let isWanted = true;
      const cancel = this.#options.time.after(delayMilliseconds, () =>
        this.#run(() => {
          if (isWanted) task();
        }),
      );
      return () => {
        isWanted = false;
        cancel();
      };
    },
  };

  readonly random = (): number => this.#options.chance.next();

  connect(): HttpClient {
    return {
      send: request =>
        new Promise((resolve, reject) => {
          const { signal } = request;
          const onAbort = () => reject(signal.reason);
          if (signal.aborted) return onAbort();
          signal.addEventListener('abort', onAbort, { once: true });
          this.#options.send(request, answer =>
            this.#run(() => {
              signal.removeEventListener('abort', onAbort);
              if (answer.kind === 'answered') resolve(answer.response);
              else reject(answer.error);
            }),
          );
        }),
      close: async () => {},
      destroy: async () => {},
    };
  }

  get isDead(): boolean {
    return this.#state === 'dead';
  }

  /** Sets the wall clock forward, or back where negative. */
  setClock(milliseconds: number): void {
    this.#setBy += milliseconds;
  }

  kill(): void {
    this.#state = 'dead';
    this.#missed = [];
  }

  suspend(): void {
    if (this.#state === 'running') this.#state = 'stopped';
  }

  resume(): void {
    if (this.#state !== 'stopped') return;
    this.#state = 'running';
    const missed = this.#missed;
    this.#missed = [];
    // One after the other, so that each sees what the earlier ones did.
    for (const task of missed) this.#options.time.after(0, () => this.#run(task));
  }

  /** For what reaches the process from outside, such as the events of a watch. */
  readonly run = (task: () => void): void => this.#run(task);

  #run(task: () => void): void {
    if (this.#state === 'running') task();
    else if (this.#state === 'stopped') this.#missed.push(task);
  }
}
