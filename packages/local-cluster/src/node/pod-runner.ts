import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inBackground } from '@cartridge-on-kubernetes/process';
import type { Container, ContainerStatus, Pod } from 'kubernetes-types/core/v1';
import type { PodFacts } from '../downward-api/field-reference.ts';
import { pods } from '../in-process/kinds.ts';
import { errorReason, keyOf, type Stored } from '../in-process/typed-objects.ts';
import { timestamp } from '../objects/timestamp.ts';
import { startAlarm, type Timer } from '../runtime/timer.ts';
import { PodVolumes } from '../volumes/pod-volumes.ts';
import { VolumeError } from '../volumes/volume-error.ts';
import { ContainerRunner, type RestartPolicy } from './container-runner.ts';
import type { NodeContext } from './node-context.ts';
import type { PodAccess } from './pod-access.ts';
import { prepareContainer } from './pod-preparation.ts';
import { buildPodStatus } from './pod-status.ts';
import { readPullCredentials } from './pull-credentials.ts';
import { StatusReporter } from './status-reporter.ts';
import { WakeableDelay } from './wakeable-delay.ts';

const firstMountRetryMilliseconds = 500;
const notRefreshed = 'Volumes were not refreshed';
const longestMountRetryMilliseconds = 122_000;

/** One pod on this node: its volumes, its containers and its status, until the pod ends. */
export class PodRunner {
  readonly address: string;
  readonly #context: NodeContext;
  readonly #folder: string;
  readonly #volumes: PodVolumes;
  readonly #initContainers: ContainerRunner[];
  readonly #containers: ContainerRunner[];
  readonly #reporter: StatusReporter;
  readonly #pause = new WakeableDelay();
  readonly #startTime: string;
  #pod: Stored<Pod>;
  #mounted: ReadonlyMap<string, string> | undefined;
  #failure: { reason: string; message: string } | undefined;
  #deadline: Timer | undefined;
  #stopping = false;
  #running: Promise<void> = Promise.resolve();

  constructor(context: NodeContext, pod: Stored<Pod>, address: string) {
    this.#context = context;
    this.#pod = pod;
    this.address = address;
    this.#folder = join(
      context.podsFolder,
      `${pod.metadata.namespace}_${pod.metadata.name}_${pod.metadata.uid}`,
    );
    this.#startTime = pod.status?.startTime ?? timestamp(new Date());
    this.#volumes = new PodVolumes({
      objects: context.objects,
      folder: join(this.#folder, 'volumes'),
      volumesFolder: context.volumesFolder,
      facts: this.#facts(),
      issueToken: context.issueToken,
      onRefreshFailure: error => this.#complain(notRefreshed, error),
    });
    const policy = (pod.spec?.restartPolicy ?? 'Always') as RestartPolicy;
    const initPolicy = policy === 'Always' ? 'OnFailure' : policy;
    const access = this.#access();
    const build = (
      container: Container,
      restartPolicy: RestartPolicy,
      previous: ContainerStatus[] = [],
    ): ContainerRunner =>
      new ContainerRunner({
        access,
        container,
        restartPolicy: container.restartPolicy === 'Always' ? 'Always' : restartPolicy,
        credentials: () => readPullCredentials(context.objects, this.#pod),
        previous: previous.find(status => status.name === container.name),
      });
    this.#initContainers = (pod.spec?.initContainers ?? []).map(container =>
      build(container, initPolicy, pod.status?.initContainerStatuses),
    );
    this.#containers = (pod.spec?.containers ?? []).map(container =>
      build(container, policy, pod.status?.containerStatuses),
    );
    this.#reporter = new StatusReporter({
      objects: context.objects,
      log: context.log,
      pod: () => this.#pod,
      build: current => buildPodStatus(current, this.#view()),
    });
  }

  get pod(): Stored<Pod> {
    return this.#pod;
  }

  findContainer(name: string | undefined): ContainerRunner | undefined {
    const wanted = name ?? this.#pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'];
    if (!wanted) return this.#containers[0];
    return [...this.#containers, ...this.#initContainers].find(found => found.container.name === wanted);
  }

  start(): void {
    if (this.#isOver()) {
      this.#restoreFinished();
      return;
    }
    const { activeDeadlineSeconds } = this.#pod.spec ?? {};
    if (activeDeadlineSeconds) {
      const end = Date.parse(this.#startTime) + activeDeadlineSeconds * 1000;
      this.#deadline = startAlarm(end, () =>
        inBackground(this.#giveUp(), error => this.#complain('Pod was not ended at its deadline', error)),
      );
    }
    this.#running = this.#run().catch(error => this.#complain('Pod does not run', error));
  }

  /** The object changed: labels for downward API files, the deadline … */
  update(pod: Stored<Pod>): void {
    this.#pod = pod;
  }

  /** A ConfigMap, Secret, claim or image this pod may use changed. */
  sourcesChanged(): void {
    this.#pause.wake();
    for (const runner of [...this.#initContainers, ...this.#containers]) runner.wake();
    if (!this.#mounted) return;
    inBackground(this.#volumes.refresh(this.#facts()), error => this.#complain(notRefreshed, error));
  }

  /** Ends the pod because its object is being deleted, and then lets the object go. */
  async terminate(): Promise<void> {
    if (this.#stopping) return;
    const grace =
      this.#pod.metadata.deletionGracePeriodSeconds ?? this.#pod.spec?.terminationGracePeriodSeconds ?? 30;
    for (const runner of this.#containers) {
      if (!runner.current) continue;
      const message = `Stopping container ${runner.container.name}`;
      const fieldPath = `spec.containers{${runner.container.name}}`;
      this.#context.recorder.record(this.#pod, { type: 'Normal', reason: 'Killing', message, fieldPath });
    }
    await this.stop(grace);
    await this.#reporter.settled();
    await this.#context.objects
      .delete(pods, keyOf(this.#pod), {
        gracePeriodSeconds: 0,
        preconditions: { uid: this.#pod.metadata.uid },
      })
      .catch(error => {
        if (errorReason(error) !== 'NotFound' && errorReason(error) !== 'Conflict') throw error;
      });
  }

  /** Ends the pod's processes; its object and its data stay. */
  async stop(graceSeconds: number): Promise<void> {
    this.#stopping = true;
    this.#deadline?.cancel();
    this.#pause.wake();
    const all = [...this.#containers, ...this.#initContainers];
    await Promise.all(all.map(runner => runner.stop(graceSeconds)));
    await this.#running;
    this.#volumes.close();
  }

  /** Removes everything of the pod but its persistent volumes. */
  async remove(): Promise<void> {
    await this.#volumes.remove();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Ends the pod together with the node: the last states of its containers are written before the store closes. */
  async shutDown(graceSeconds: number): Promise<void> {
    await this.stop(graceSeconds);
    await this.#reporter.close();
  }

  async #run(): Promise<void> {
    this.#reporter.report();
    await this.#mountVolumes();
    for (const runner of this.#initContainers) {
      if (this.#stopping) return;
      if (runner.container.restartPolicy === 'Always') {
        const { name } = runner.container;
        inBackground(runner.run(), error => this.#complain(`Sidecar ${name} does not run`, error));
        continue;
      }
      const exitCode = await runner.run();
      if (exitCode !== 0) return;
    }
    if (this.#stopping) return;
    await Promise.all(this.#containers.map(runner => runner.run()));
    if (this.#stopping) return;
    const sidecars = this.#initContainers.filter(runner => runner.current);
    await Promise.all(
      sidecars.map(runner => runner.stop(this.#pod.spec?.terminationGracePeriodSeconds ?? 30)),
    );
    this.#reporter.report();
  }

  async #mountVolumes(): Promise<void> {
    let delay = firstMountRetryMilliseconds;
    while (!this.#stopping) {
      try {
        this.#mounted = await this.#volumes.mount();
        return;
      } catch (error) {
        if (!(error instanceof VolumeError)) this.#context.log.error('Volumes were not mounted', { error });
        const message = (error as Error).message;
        this.#context.recorder.record(this.#pod, { type: 'Warning', reason: 'FailedMount', message });
      }
      await this.#pause.wait(delay);
      delay = Math.min(delay * 2, longestMountRetryMilliseconds);
    }
  }

  async #giveUp(): Promise<void> {
    this.#failure = {
      reason: 'DeadlineExceeded',
      message: 'Pod was active on the node longer than the specified deadline',
    };
    await this.stop(this.#pod.spec?.terminationGracePeriodSeconds ?? 30);
    this.#reporter.report();
  }

  /** Tells of an error of this machine or of the node agent itself: in the log with its stack, and at the pod. */
  #complain(message: string, error: Error): void {
    this.#context.log.error(message, { pod: this.#pod.metadata.name, error });
    const event = { type: 'Warning', reason: 'FailedSync', message: `${message}: ${error.message}` } as const;
    this.#context.recorder.record(this.#pod, event);
  }

  /** Pods that ended, or that must not run twice, only keep their last states. */
  #isOver(): boolean {
    const { status, spec } = this.#pod;
    if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return true;
    return (
      spec?.restartPolicy === 'Never' &&
      (status?.containerStatuses ?? []).some(found => !found.state?.waiting)
    );
  }

  #restoreFinished(): void {
    const { status } = this.#pod;
    const known = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
    for (const runner of [...this.#initContainers, ...this.#containers]) {
      const previous = known.find(found => found.name === runner.container.name);
      const terminated = runner.facts.lastTermination;
      runner.facts.restartCount = previous?.restartCount ?? 0;
      if (terminated) runner.facts.state = { terminated };
    }
    if (status?.phase === 'Running' || status?.phase === 'Pending') this.#reporter.report();
  }

  #view(): Parameters<typeof buildPodStatus>[1] {
    return {
      initContainers: this.#initContainers.map(runner => runner.facts),
      containers: this.#containers.map(runner => runner.facts),
      hostAddress: this.#context.node.address,
      podAddress: this.#mounted ? this.address : this.#pod.status?.podIP,
      startTime: this.#startTime,
      failure: this.#failure,
      volumesReady: this.#mounted !== undefined,
    };
  }

  #access(): PodAccess {
    return {
      context: this.#context,
      pod: () => this.#pod,
      podAddress: this.address,
      folder: this.#folder,
      changed: () => this.#reporter.report(),
      prepare: (container, image) =>
        prepareContainer({
          context: this.#context,
          facts: this.#facts(),
          container,
          image,
          volumes: this.#mounted ?? new Map(),
          folder: join(this.#folder, 'containers', container.name),
        }),
    };
  }

  #facts(): PodFacts {
    return { pod: this.#pod, podAddress: this.address, node: this.#context.node };
  }
}
