import type { Container, Probe } from 'kubernetes-types/core/v1';
import { type ProbeOutcome, type ProbeTarget, runProbe } from './probe-action.ts';
import { ProbeWorker } from './probe-worker.ts';

export interface ProbeEvents {
  onStarted(): void;
  onReady(ready: boolean): void;
  /** liveness or startup probe gave the container up */
  onUnhealthy(kind: 'liveness' | 'startup'): void;
  /** one failure of one probe, for the event "Unhealthy" */
  onFailure(message: string): void;
}

/** The probes of one run of a container, in kubelet's order: liveness and readiness wait for the startup probe. */
export class ContainerProbes {
  readonly #workers: ProbeWorker[] = [];
  readonly #target: ProbeTarget;
  readonly #events: ProbeEvents;
  #stopped = false;

  constructor(target: ProbeTarget, events: ProbeEvents) {
    this.#target = target;
    this.#events = events;
  }

  start(): void {
    const { startupProbe } = this.#target.container;
    if (!startupProbe) {
      this.#startOthers();
      return;
    }
    const worker: ProbeWorker = this.#run('Startup', startupProbe, passing => {
      worker.stop();
      if (passing) this.#startOthers();
      else this.#events.onUnhealthy('startup');
    });
  }

  stop(): void {
    this.#stopped = true;
    for (const worker of this.#workers) worker.stop();
  }

  #startOthers(): void {
    if (this.#stopped) return;
    this.#events.onStarted();
    const { livenessProbe, readinessProbe }: Container = this.#target.container;
    if (readinessProbe) this.#run('Readiness', readinessProbe, passing => this.#events.onReady(passing));
    else this.#events.onReady(true);
    if (livenessProbe) {
      this.#run('Liveness', livenessProbe, passing => {
        if (!passing) this.#events.onUnhealthy('liveness');
      });
    }
  }

  #run(name: string, probe: Probe, onVerdict: (passing: boolean) => void): ProbeWorker {
    const worker = new ProbeWorker({
      probe,
      check: (): Promise<ProbeOutcome> => runProbe(probe, this.#target),
      onVerdict: verdict => onVerdict(verdict.kind === 'passing'),
      onFailure: message => this.#events.onFailure(`${name} probe failed: ${message}`),
    });
    this.#workers.push(worker);
    worker.start();
    return worker;
  }
}
