import { watch } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { Pod } from 'kubernetes-types/core/v1';
import { configMaps, persistentVolumeClaims, pods, secrets } from '../in-process/kinds.ts';
import type { Stored, TypedChange } from '../in-process/typed-objects.ts';
import type { ContainerRunner } from './container-runner.ts';
import { attachToContainer, execInContainer } from './container-streams.ts';
import { openLog } from './log-reader.ts';
import type {
  ContainerStreams,
  ContainerTarget,
  ExecOptions,
  ExecResult,
  LogOptions,
  NodeAgent,
} from './node-agent.ts';
import type { NodeContext } from './node-context.ts';
import {
  containerNotFound,
  containerNotValid,
  noPreviousRun,
  podNotHere,
  waitingToStart,
} from './node-refusals.ts';
import { PodAddresses } from './pod-addresses.ts';
import { PodRunner } from './pod-runner.ts';
import { connectToPod } from './port-forward.ts';
import { endRecordedProcess } from './process-record.ts';

const longestShutdownSeconds = 10;

/** The node: runs the pods bound to it as processes of this machine. */
export class LocalNode implements NodeAgent {
  readonly #context: NodeContext;
  readonly #addresses: PodAddresses;
  readonly #runners = new Map<string, PodRunner>();
  readonly #stops: Array<() => void> = [];
  #stopped = false;

  constructor(context: NodeContext, options: { subnet: number }) {
    this.#context = context;
    this.#addresses = new PodAddresses(options.subnet);
  }

  /** Ends what an earlier run left behind, then runs the pods of this node and follows their objects. */
  async start(): Promise<void> {
    const { objects, podsFolder, images } = this.#context;
    await mkdir(podsFolder, { recursive: true });
    await this.#endLeftovers();
    await mkdir(images.folder, { recursive: true });
    const imageWatch = watch(images.folder, (_event, file) => {
      if (file === 'index.json') this.#wakeAll();
    });
    this.#stops.push(
      () => imageWatch.close(),
      objects.watch(pods, change => this.#podChanged(change)),
      objects.watch(configMaps, change => this.#sourceChanged(change.object.metadata.namespace)),
      objects.watch(secrets, change => this.#sourceChanged(change.object.metadata.namespace)),
      objects.watch(persistentVolumeClaims, change => this.#sourceChanged(change.object.metadata.namespace)),
    );
  }

  /** Ends all containers; their pods start again with the next run of the node. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const stop of this.#stops) stop();
    await Promise.all(
      [...this.#runners.values()].map(runner => {
        const grace = runner.pod.spec?.terminationGracePeriodSeconds ?? 30;
        return runner.shutDown(Math.min(grace, longestShutdownSeconds));
      }),
    );
  }

  async logs(target: ContainerTarget, options: LogOptions): Promise<Readable> {
    const runner = this.#findContainer(target);
    const { name } = runner.container;
    const file = runner.logFile(options.previous ? 'previous' : 'current');
    if (options.previous) {
      if (!file || !runner.facts.lastTermination) throw noPreviousRun(target, name);
      return openLog({ file, wanted: { ...options, follow: false } });
    }
    const { state, lastTermination } = runner.facts;
    if (state.waiting && !lastTermination) throw waitingToStart(target, name, state.waiting);
    const live = runner.current?.log;
    return openLog({ file: live?.file ?? file ?? '', live, wanted: options });
  }

  async exec(target: ContainerTarget, options: ExecOptions): Promise<ExecResult> {
    const runner = this.#findContainer(target);
    if (!runner.current) throw containerNotFound(runner.container.name);
    return execInContainer(runner.current.view, options);
  }

  async attach(target: ContainerTarget, streams: ContainerStreams): Promise<ExecResult> {
    const runner = this.#findContainer(target);
    if (!runner.current) throw containerNotFound(runner.container.name);
    return attachToContainer(runner.current, streams);
  }

  portForward(target: { namespace: string; pod: string }, port: number): Promise<Readable & Writable> {
    return connectToPod(this.#context.ports, { address: this.#findPod(target).address, port });
  }

  #podChanged(change: TypedChange<Pod>): void {
    if (this.#stopped) return;
    const pod = change.object;
    if (pod.spec?.nodeName !== this.#context.node.name) return;
    const runner = this.#runners.get(pod.metadata.uid);
    if (change.type === 'DELETED') {
      if (runner) this.#forget(runner).catch(error => this.#complain('Pod was not removed', pod, error));
      return;
    }
    const present = runner ?? this.#adopt(pod);
    present.update(pod);
    if (pod.metadata.deletionTimestamp) {
      present.terminate().catch(error => this.#complain('Pod was not ended', pod, error));
    }
  }

  #complain(message: string, pod: Stored<Pod>, error: unknown): void {
    this.#context.log.error(message, { pod: pod.metadata.name, error });
  }

  #adopt(pod: Stored<Pod>): PodRunner {
    const runner = new PodRunner(this.#context, pod, this.#addresses.take(pod.status?.podIP));
    this.#runners.set(pod.metadata.uid, runner);
    if (!pod.metadata.deletionTimestamp) runner.start();
    return runner;
  }

  async #forget(runner: PodRunner): Promise<void> {
    this.#runners.delete(runner.pod.metadata.uid);
    await runner.stop(0);
    this.#addresses.giveBack(runner.address);
    await runner.remove();
  }

  #sourceChanged(namespace: string | undefined): void {
    for (const runner of this.#runners.values()) {
      if (runner.pod.metadata.namespace === namespace) runner.sourcesChanged();
    }
  }

  #wakeAll(): void {
    for (const runner of this.#runners.values()) runner.sourcesChanged();
  }

  #findPod(target: { namespace: string; pod: string }): PodRunner {
    for (const runner of this.#runners.values()) {
      const { name, namespace } = runner.pod.metadata;
      if (name === target.pod && namespace === target.namespace) return runner;
    }
    throw podNotHere(target.pod);
  }

  #findContainer(target: ContainerTarget): ContainerRunner {
    const found = this.#findPod(target).findContainer(target.container);
    if (!found) throw containerNotValid(target);
    return found;
  }

  async #endLeftovers(): Promise<void> {
    const known = new Set(this.#context.objects.list(pods).map(pod => pod.metadata.uid));
    for (const folder of await readdir(this.#context.podsFolder)) {
      const path = join(this.#context.podsFolder, folder);
      const containers = await readdir(join(path, 'containers')).catch(() => []);
      for (const name of containers) {
        const ended = endRecordedProcess(join(path, 'containers', name, 'process.json'));
        if (ended)
          this.#context.log.info('Ended a container of an earlier run', { pod: folder, container: name });
      }
      if (!known.has(folder.slice(folder.lastIndexOf('_') + 1)))
        await rm(path, { recursive: true, force: true });
    }
  }
}
