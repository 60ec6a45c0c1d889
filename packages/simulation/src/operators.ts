import type { Pod } from '@cartridge-on-kubernetes/api';
import type { ApiModel } from '@cartridge-on-kubernetes/kube/testing';
import { resources } from '@cartridge-on-kubernetes/observe';
import { type RunningOperator, startOperator } from '@cartridge-on-kubernetes/operator';
import { NAMESPACE } from '@cartridge-on-kubernetes/planner/testing';
import { KUBERNETES_ORIGIN } from './network/kubernetes-route.ts';
import type { Chance } from './time/chance.ts';
import { type Send, SimulatedProcess } from './time/simulated-process.ts';
import type { VirtualTime } from './time/virtual-time.ts';
import { type Told, toldLogger } from './told-logger.ts';

interface Running {
  pod: string;
  process: SimulatedProcess;
  operator: RunningOperator;
}

export interface OperatorsParts {
  time: VirtualTime;
  chance: Chance;
  api: ApiModel;
  /** the wall clock at the beginning, milliseconds since 1970 */
  startedAt: number;
  send: Send;
  onLog(told: Told): void;
}

/** The processes of the operator's Deployment: they are the real operator, on simulated time and network. */
export class Operators {
  readonly #parts: OperatorsParts;
  readonly #running: Running[] = [];
  #names = 0;

  constructor(parts: OperatorsParts) {
    this.#parts = parts;
  }

  get count(): number {
    return this.#running.length;
  }

  /** Starts an operator in a pod with a new name. */
  start(): void {
    this.#names += 1;
    const pod = `operator-${this.#names}`;
    this.#parts.api.put(resources.pods, podNamed(pod));
    this.#run(pod);
  }

  /** The operator's container dies without a signal, and starts again in the same pod. */
  crash(pick: number): void {
    const chosen = this.#at(pick);
    if (chosen !== undefined) this.#restart(chosen.pod, chosen.process);
  }

  /** Suspends the operator's process for this time, while the rest of the simulation goes on. */
  suspend(pick: number, seconds: number): void {
    const chosen = this.#at(pick);
    chosen?.process.suspend();
    this.#parts.time.after(seconds * 1000, () => chosen?.process.resume());
  }

  setClock(pick: number, seconds: number): void {
    this.#at(pick)?.process.setClock(seconds * 1000);
  }

  /** As a rolling update does: a new operator starts, then the old operator is told to stop. */
  replace(pick: number): void {
    const old = this.#at(pick);
    this.start();
    if (old !== undefined)
      this.#parts.time.after(this.#parts.chance.between(500, 3000), () => this.#stop(old));
  }

  nameOf(pick: number): string {
    return this.#at(pick)?.pod ?? 'no operator';
  }

  /** Tells all operators but one to stop. */
  keepOne(): void {
    for (const { process } of this.#running) process.resume();
    for (const running of this.#running.slice(1)) this.#stop(running);
  }

  kill(): void {
    for (const { process } of this.#running) process.kill();
  }

  #at(pick: number): Running | undefined {
    return this.#running[pick % Math.max(1, this.#running.length)];
  }

  #run(pod: string): void {
    const { time, chance, startedAt, send, onLog } = this.#parts;
    const process = new SimulatedProcess({ time, chance, send, startedAt });
    const operator = startOperator({
      config: {
        namespace: NAMESPACE,
        podName: pod,
        podNamespace: NAMESPACE,
        metricsPort: 0,
        healthPort: 0,
        logLevel: 'info',
        workers: 4,
        resyncSeconds: 180,
      },
      platform: process,
      connection: {
        server: KUBERNETES_ORIGIN,
        tls: { ca: undefined, serverName: undefined, insecure: false },
        credentials: { current: async () => noCredentials, invalidate() {} },
        namespace: NAMESPACE,
      },
      log: toldLogger(told => onLog({ ...told, pod })),
    });
    // As main.ts does: the process ends, and the kubelet starts it again.
    operator.lost.addEventListener('abort', () => this.#restart(pod, process));
    this.#running.push({ pod, process, operator });
  }

  #restart(pod: string, process: SimulatedProcess): void {
    if (process.isDead) return;
    process.kill();
    this.#remove(process);
    this.#parts.time.after(this.#parts.chance.between(300, 5000), () => {
      if (this.#parts.api.get(resources.pods, NAMESPACE, pod) !== undefined) this.#run(pod);
    });
  }

  /** Does not stop the last operator: a Deployment waits until a new pod is ready first. */
  #stop({ pod, process, operator }: Running): void {
    if (process.isDead || this.#running.length < 2) return;
    const end = (): void => {
      process.kill();
      this.#parts.api.delete(resources.pods, NAMESPACE, pod);
    };
    this.#remove(process);
    operator.stop().then(end, end);
    // The kubelet's grace period.
    this.#parts.time.after(30_000, end);
  }

  #remove(process: SimulatedProcess): void {
    const at = this.#running.findIndex(running => running.process === process);
    if (at >= 0) this.#running.splice(at, 1);
  }
}

const noCredentials = { authorization: undefined, certificate: undefined, key: undefined };

function podNamed(name: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: NAMESPACE, name },
    spec: { containers: [] },
    status: { phase: 'Running' },
  };
}
