import type { KubeClient } from '@cartridge-on-kubernetes/kube';
import { describeError } from '@cartridge-on-kubernetes/observe';
import { type Clock, sleep } from '@cartridge-on-kubernetes/platform';
import type { Logger } from '../logger.ts';
import { type OutdatedDefinition, outdatedDefinitions } from './outdated-definitions.ts';

export interface DefinitionsWatchOptions {
  client: KubeClient;
  clock: Clock;
  log: Logger;
  /**
   * called with the outdated definitions whenever they have changed; with an empty list when none is outdated any more
   */
  onChange: (outdated: readonly OutdatedDefinition[]) => void;
}

/** The API server publishes a schema a moment after it begins to use it. */
const settlingMilliseconds = 5000;

/**
 * Compares the published resource definitions with those of this operator when it begins to work, and again whenever a
 * watch of their objects begins: the API server ends the watches of a kind whose definition changes. So an earlier
 * chart that removes fields, in whatever namespace it is installed, is noticed within seconds without polling.
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

  /** Resolves after the first comparison. Never fails: the operator works with older definitions. */
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
      log.debug({ error: describeError(error) }, 'Could not read the published resource definitions');
    }
  }
}
