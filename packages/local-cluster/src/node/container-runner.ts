import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { inBackground } from '@cartridge-on-kubernetes/process';
import type { Container, ContainerStateTerminated, ContainerStatus } from 'kubernetes-types/core/v1';
import type { RegistryCredentials } from '../images/registry-session.ts';
import { timestamp } from '../objects/timestamp.ts';
import { startTimer } from '../runtime/timer.ts';
import { ContainerConfigError } from './container-config-error.ts';
import { ContainerLog } from './container-log.ts';
import { ContainerProbes } from './container-probes.ts';
import { ContainerProcess } from './container-process.ts';
import { type ContainerFacts, newContainerFacts } from './container-state.ts';
import { describeExit, terminationLog } from './describe-exit.ts';
import { runInContainer } from './exec-in-container.ts';
import { obtainImage } from './image-supply.ts';
import { type ContainerView, planLaunch } from './launch-plan.ts';
import { runHook } from './lifecycle-hook.ts';
import type { PodAccess } from './pod-access.ts';
import type { ProbeTarget } from './probe-action.ts';
import { programNotIsolated } from './program-not-isolated.ts';
import { formatDelay, RestartBackoff } from './restart-backoff.ts';
import { WakeableDelay } from './wakeable-delay.ts';

export type RestartPolicy = 'Always' | 'OnFailure' | 'Never';

const retryMilliseconds = 10_000;

/** Runs one container of a pod again and again, as its restart policy says. */
export class ContainerRunner {
  readonly facts: ContainerFacts;
  readonly container: Container;
  readonly #access: PodAccess;
  readonly #folder: string;
  readonly #restartPolicy: RestartPolicy;
  readonly #credentials: () => RegistryCredentials[];
  readonly #pause = new WakeableDelay();
  readonly #backoff = new RestartBackoff();
  #current: { process: ContainerProcess; view: ContainerView; log: ContainerLog } | undefined;
  #probes: ContainerProbes | undefined;
  #stopped = false;

  constructor(options: {
    access: PodAccess;
    container: Container;
    restartPolicy: RestartPolicy;
    credentials: () => RegistryCredentials[];
    previous?: ContainerStatus;
  }) {
    const { access, container, restartPolicy, credentials, previous } = options;
    this.container = container;
    this.facts = newContainerFacts(container.name, container.image ?? '', previous);
    this.#access = access;
    this.#folder = join(access.folder, 'containers', container.name);
    this.#restartPolicy = restartPolicy;
    this.#credentials = credentials;
  }

  get current(): { process: ContainerProcess; view: ContainerView; log: ContainerLog } | undefined {
    return this.#current;
  }

  logFile(run: 'current' | 'previous'): string | undefined {
    const number = this.facts.restartCount - (run === 'previous' ? 1 : 0);
    return number < 0 ? undefined : join(this.#folder, `${number}.log`);
  }

  /** Resolves with the last exit code when the container will not be started again; undefined when it never ran. */
  async run(): Promise<number | undefined> {
    let exitCode: number | undefined;
    while (!this.#stopped) {
      try {
        const prepared = await this.#prepare();
        if (!prepared || this.#stopped) break;
        const startedAt = performance.now();
        exitCode = await this.#runOnce(prepared);
        if (this.#stopped || !this.#shouldRestart(exitCode)) break;
        await this.#backOff(performance.now() - startedAt);
        if (this.#stopped) break;
        this.facts.restartCount += 1;
      } catch (error) {
        await this.#waitAfterNodeError(error as Error);
      }
    }
    return exitCode;
  }

  /** An operation of this machine failed, such as a write: reported as the kubelet does, and tried again. */
  async #waitAfterNodeError(error: Error): Promise<void> {
    const pod = this.#access.pod().metadata.name;
    const container = this.container.name;
    this.#access.context.log.error('Container was not run, trying again', { pod, container, error });
    this.#current?.process.killAll();
    await this.#current?.process.exited;
    this.#current = undefined;
    this.facts.ready = false;
    this.#record({ type: 'Warning', reason: 'Failed', message: `Error: ${error.message}` });
    this.#wait('CreateContainerError', error.message);
    await this.#pause.wait(retryMilliseconds);
  }

  /** Something this container waits for may be there now: an image, a ConfigMap. */
  wake(): void {
    if (this.facts.state.waiting?.reason !== 'CrashLoopBackOff') this.#pause.wake();
  }

  /** Ends the container: hook, signal, and after the grace period SIGKILL. Resolves when its process is gone. */
  async stop(graceSeconds: number): Promise<void> {
    this.#stopped = true;
    this.#pause.wake();
    this.#probes?.stop();
    if (this.#current) await this.#end(graceSeconds);
  }

  async #prepare(): Promise<{ view: ContainerView; command: string[] } | undefined> {
    const { context } = this.#access;
    const image = await obtainImage(
      context,
      { container: this.container, credentials: this.#credentials },
      {
        record: event => this.#record(event),
        onTrouble: trouble => this.#wait(trouble.reason, trouble.message),
        wait: milliseconds => this.#pause.wait(milliseconds),
        isStopped: () => this.#stopped,
      },
    );
    if (!image) return undefined;
    this.facts.imageId = `${this.container.image?.split(/[:@](?=[^/]*$)/)[0]}@${image.digest}`;
    while (!this.#stopped) {
      try {
        return this.#access.prepare(this.container, image);
      } catch (error) {
        if (!(error instanceof ContainerConfigError)) throw error;
        this.#record({ type: 'Warning', reason: 'Failed', message: `Error: ${error.message}` });
        this.#wait(error.reason, error.message);
      }
      await this.#pause.wait(retryMilliseconds);
    }
    return undefined;
  }

  async #runOnce(prepared: { view: ContainerView; command: string[] }): Promise<number> {
    const { view, command } = prepared;
    const { name } = this.container;
    const log = this.#openLog();
    this.#record({ type: 'Normal', reason: 'Created', message: `Created container ${name}` });
    const startedAt = timestamp(new Date());
    let started: ContainerProcess;
    try {
      started = await this.#start(view, command);
    } catch (error) {
      log.end();
      const message = `failed to start container "${name}": ${(error as Error).message}`;
      this.#record({ type: 'Warning', reason: 'Failed', message: `Error: ${message}` });
      const finishedAt = timestamp(new Date());
      this.#terminated({ exitCode: 128, reason: 'StartError', message, startedAt, finishedAt });
      return 128;
    }
    this.#current = { process: started, view, log };
    started.stdout?.on('data', (chunk: Buffer) => log.write('stdout', chunk));
    started.stderr?.on('data', (chunk: Buffer) => log.write('stderr', chunk));
    this.facts.containerId = `process://${started.pid}-${Date.now().toString(16)}`;
    this.facts.state = { running: { startedAt } };
    this.#record({ type: 'Normal', reason: 'Started', message: `Started container ${name}` });
    this.#watchHealth(started, view);
    this.#access.changed();
    const exit = await started.exited;
    this.#probes?.stop();
    log.end();
    this.#current = undefined;
    const terminated = describeExit(exit.exitCode, {
      container: this.container,
      folder: this.#folder,
      logFile: log.file,
    });
    this.#terminated({ ...terminated, startedAt, containerID: this.facts.containerId });
    return exit.exitCode;
  }

  async #start(view: ContainerView, command: string[]): Promise<ContainerProcess> {
    rmSync(terminationLog(this.#folder), { force: true });
    const plan = planLaunch(view, command);
    if (!plan) throw new Error(`exec: "${command[0]}": executable file not found in $PATH`);
    const process = await ContainerProcess.start(plan, {
      recordFile: join(this.#folder, 'process.json'),
      stdin: this.container.stdin ? 'open' : 'closed',
    });
    if (this.#stopped) process.killAll();
    if (!plan.isNode && this.facts.restartCount === 0) {
      this.#record(programNotIsolated(this.container.name, command[0] ?? ''));
    }
    await runHook('PostStart', this.#hookTarget(view));
    return process;
  }

  #watchHealth(started: ContainerProcess, view: ContainerView): void {
    const { container, facts } = this;
    const isCurrent = (): boolean => this.#current?.process === started && !this.#stopped;
    this.#probes = new ContainerProbes(
      {
        ...this.#reach(),
        exec: (command, timeoutMilliseconds) => runInContainer(view, command, { timeoutMilliseconds }),
      },
      {
        onStarted: () => {
          facts.started = true;
          this.#access.changed();
        },
        onReady: ready => {
          if (!isCurrent()) return;
          facts.ready = ready;
          this.#access.changed();
        },
        onUnhealthy: kind => {
          if (!isCurrent()) return;
          const message = `Container ${container.name} failed ${kind} probe, will be restarted`;
          this.#record({ type: 'Normal', reason: 'Killing', message });
          const grace = this.#access.pod().spec?.terminationGracePeriodSeconds ?? 30;
          inBackground(this.#end(grace), error => {
            this.#record({ type: 'Warning', reason: 'Failed', message: `Error: ${error.message}` });
            started.killAll();
          });
        },
        onFailure: message => {
          if (isCurrent()) this.#record({ type: 'Warning', reason: 'Unhealthy', message });
        },
      },
    );
    this.#probes.start();
  }

  #reach(): Pick<ProbeTarget, 'container' | 'podAddress' | 'ports'> {
    const { podAddress, context } = this.#access;
    return { container: this.container, podAddress, ports: context.ports };
  }

  #hookTarget(view: ContainerView): Parameters<typeof runHook>[1] {
    return { ...this.#reach(), view, record: event => this.#record(event) };
  }

  async #end(graceSeconds: number): Promise<void> {
    const current = this.#current;
    if (!current) return;
    const timer = startTimer(graceSeconds * 1000, () => current.process.killAll());
    if (graceSeconds > 0)
      await Promise.race([runHook('PreStop', this.#hookTarget(current.view)), current.process.exited]);
    current.process.signal('SIGTERM');
    await current.process.exited;
    timer.cancel();
  }

  #openLog(): ContainerLog {
    const outdated = join(this.#folder, `${this.facts.restartCount - 2}.log`);
    rmSync(outdated, { force: true });
    rmSync(`${outdated}.1`, { force: true });
    return new ContainerLog(join(this.#folder, `${this.facts.restartCount}.log`));
  }

  #terminated(terminated: ContainerStateTerminated): void {
    const willRestart = !this.#stopped && this.#shouldRestart(terminated.exitCode);
    this.facts.ready = false;
    this.facts.started = false;
    this.facts.state = { terminated };
    if (willRestart) this.facts.lastTermination = terminated;
    this.#access.changed();
  }

  async #backOff(ranMilliseconds: number): Promise<void> {
    const delay = this.#backoff.nextDelay({ now: performance.now(), ranMilliseconds });
    if (delay === 0) return;
    const pod = this.#access.pod();
    const where = `pod=${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
    const message = `back-off ${formatDelay(delay)} restarting failed container=${this.container.name} ${where}`;
    this.#record({
      type: 'Warning',
      reason: 'BackOff',
      message: `Back-off restarting failed container ${this.container.name} in pod ${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`,
    });
    this.#wait('CrashLoopBackOff', message);
    await this.#pause.wait(delay);
  }

  #shouldRestart(exitCode: number): boolean {
    return this.#restartPolicy === 'Always' || (this.#restartPolicy === 'OnFailure' && exitCode !== 0);
  }

  #wait(reason: string, message: string): void {
    this.facts.state = { waiting: { reason, message } };
    this.#access.changed();
  }

  #record(event: { type: 'Normal' | 'Warning'; reason: string; message: string }): void {
    const isInit = this.#access.pod().spec?.initContainers?.some(found => found.name === this.container.name);
    const fieldPath = `spec.${isInit ? 'initContainers' : 'containers'}{${this.container.name}}`;
    this.#access.context.recorder.record(this.#access.pod(), { ...event, fieldPath });
  }
}
