import { inBackground } from '@cartridge-on-kubernetes/process';
import type { Probe } from 'kubernetes-types/core/v1';
import { startTimer, type Timer } from '../runtime/timer.ts';
import type { ProbeOutcome } from './probe-action.ts';

export type ProbeVerdict = { kind: 'passing' } | { kind: 'failing'; message: string };

const quickCheckMilliseconds = [30, 60, 120, 250, 500];

/**
 * Repeats a probe by its period and reports when its verdict changes, after the thresholds of the probe.
 * Until a probe without initial delay first succeeds it is asked more often than its period says, so that a quick
 * container is seen at once; those extra checks never count as failures.
 */
export class ProbeWorker {
  readonly #probe: Probe;
  readonly #check: () => Promise<ProbeOutcome>;
  readonly #onVerdict: (verdict: ProbeVerdict) => void;
  readonly #onFailure: (message: string) => void;
  #timer: Timer | undefined;
  #stopped = false;
  #successes = 0;
  #failures = 0;
  #passing = false;
  #quickChecks = 0;

  constructor(options: {
    probe: Probe;
    check: () => Promise<ProbeOutcome>;
    onVerdict: (verdict: ProbeVerdict) => void;
    /** each failure that counts, for the event */
    onFailure: (message: string) => void;
  }) {
    this.#probe = options.probe;
    this.#check = options.check;
    this.#onVerdict = options.onVerdict;
    this.#onFailure = options.onFailure;
  }

  start(): void {
    this.#again((this.#probe.initialDelaySeconds ?? 0) * 1000);
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  async #once(): Promise<void> {
    this.#take(await this.#check());
  }

  #take(outcome: ProbeOutcome): void {
    if (this.#stopped) return;
    const periodMilliseconds = (this.#probe.periodSeconds ?? 10) * 1000;
    const quick = this.#nextQuickCheck();
    if (outcome.kind === 'success') this.#succeeded();
    else if (quick === undefined) this.#failed(outcome.message);
    this.#again(outcome.kind === 'success' ? periodMilliseconds : (quick ?? periodMilliseconds));
  }

  #succeeded(): void {
    this.#quickChecks = quickCheckMilliseconds.length;
    this.#failures = 0;
    this.#successes += 1;
    if (this.#passing || this.#successes < (this.#probe.successThreshold ?? 1)) return;
    this.#passing = true;
    this.#onVerdict({ kind: 'passing' });
  }

  #failed(message: string): void {
    this.#successes = 0;
    this.#failures += 1;
    this.#onFailure(message);
    if (this.#failures < (this.#probe.failureThreshold ?? 3)) return;
    this.#failures = 0;
    this.#passing = false;
    this.#onVerdict({ kind: 'failing', message });
  }

  #nextQuickCheck(): number | undefined {
    if (this.#probe.exec || (this.#probe.initialDelaySeconds ?? 0) > 0) return undefined;
    const delay = quickCheckMilliseconds[this.#quickChecks];
    this.#quickChecks += 1;
    return delay;
  }

  #again(milliseconds: number): void {
    if (this.#stopped) return;
    this.#timer = startTimer(milliseconds, () =>
      inBackground(this.#once(), ({ message }) => this.#take({ kind: 'failure', message })),
    );
  }
}
