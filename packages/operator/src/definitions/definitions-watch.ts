import type { KubeClient } from '@cartridge-on-kubernetes/kube';
import { describeError } from '@cartridge-on-kubernetes/observe';
import { type Clock, sleep } from '@cartridge-on-kubernetes/platform';
import type { Logger } from '../logger.ts';
import { type OutdatedDefinition, outdatedDefinitions } from './outdated-definitions.ts';

export interface DefinitionsWatchOptions {
  client: KubeClient;
  clock: Clock;
  log: Logger;
  /** told when what is outdated differs from the last time; an empty list when nothing is any more */
  onChange: (outdated: readonly OutdatedDefinition[]) => void;
}

/** The API server publishes a schema a moment after it serves by it. */
const settlingMilliseconds = 5000;

/**
 * Looks at the resource definitions when the operator begins to work, and again when it is told that a watch of their
 * objects begins: the API server ends the watches of a kind whose definition changes. So an earlier chart that takes
 * fields away, in whatever namespace it is installed, is noticed within seconds and without asking in between.
 */
export class DefinitionsWatch {
  readonly #options: DefinitionsWatchOptions;
  readonly #stop = new AbortController();
  #state: 'not started' | 'idle' | 'settling' | 'looking' | 'looking again' = 'not started';
  #told = '[]';
  #work: Promise<void> = Promise.resolve();

  constructor(options: DefinitionsWatchOptions) {
    this.#options = options;
  }

  /** Resolves when it has looked for the first time. Never fails: the operator works with older definitions. */
  async start(): Promise<void> {
    await this.#look();
    this.#state = 'idle';
  }

  watchBegan(): void {
    if (this.#state === 'looking') this.#state = 'looking again';
    if (this.#state !== 'idle' || this.#stop.signal.aborted) return;
    this.#state = 'settling';
    this.#work = this.#settleAndLook();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  async #settleAndLook(): Promise<void> {
    await sleep(this.#options.clock, settlingMilliseconds, this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    this.#state = 'looking';
    await this.#look();
    const isAskedAgain = this.#isAskedAgain();
    this.#state = 'idle';
    if (isAskedAgain) this.watchBegan();
  }

  #isAskedAgain(): boolean {
    return this.#state === 'looking again';
  }

  async #look(): Promise<void> {
    const { client, log, onChange } = this.#options;
    try {
      const outdated = await outdatedDefinitions(client);
      const found = JSON.stringify(outdated);
      if (found === this.#told) return;
      this.#told = found;
      onChange(outdated);
    } catch (error) {
      log.debug({ error: describeError(error) }, 'Could not look at the resource definitions');
    }
  }
}
