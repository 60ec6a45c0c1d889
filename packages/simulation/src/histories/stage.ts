import type { Cluster } from '@cartridge-on-kubernetes/api';
import type { ApiRequest } from '@cartridge-on-kubernetes/kube/testing';
import { resources } from '@cartridge-on-kubernetes/observe';
import { CLUSTER_NAME, NAMESPACE } from '@cartridge-on-kubernetes/planner/testing';
import { SimulatedWorld } from '../simulated-world.ts';
import type { Told } from '../told-logger.ts';
import { describeAdminRequest, describeApiRequest } from './describe-request.ts';
import { Story } from './story.ts';

const windowSeconds = 30;
/**
 * Longer than a resync, which comes after 198 s at the latest. If the answer to a status write was lost, the status
 * stays wrong until the resync, as the watch reports only a change of the status.
 */
const enoughQuietWindows = 7;
/** With another resync in it. */
const idleSeconds = 210;

/** An invariant was broken. */
export class Violation extends Error {}

/** A world that is watched: what happens in it is counted, told, and compared with what must never be so. */
export class Stage {
  readonly world: SimulatedWorld;
  readonly story: Story;
  /** pods of the operators that became leaders, in order */
  readonly leaders: string[] = [];
  requests = 0;
  passes = 0;
  /** to Kubernetes but for Leases, and changes of Cartridge */
  writes = 0;
  #violation: string | null = null;

  constructor(seed: number, { isTold = false } = {}) {
    this.world = new SimulatedWorld(seed, {
      onApiRequest: request => this.#noticeApiRequest(request),
      onAdminRequest: (pod, body) => this.#noticeAdminRequest(pod, body),
      onLog: told => this.#noticeLog(told),
    });
    this.story = new Story(this.world.time, isTold);
    this.world.sendBookmarks();
  }

  get violation(): string | null {
    return this.#violation;
  }

  /** Lets this much time pass. Throws a Violation as soon as there is one. */
  async pass(seconds: number): Promise<void> {
    await this.world.time.pass(seconds * 1000, () => this.#violation !== null);
    if (this.#violation !== null) throw new Violation(this.#violation);
  }

  /** Lets time pass until nothing was written for a while and `isEnough` holds. Returns false if that never happens. */
  async settle(
    isEnough: (minutes: number) => boolean = () => this.isReady,
    mostMinutes = 40,
  ): Promise<boolean> {
    let quietWindows = 0;
    for (let seconds = 0; seconds < mostMinutes * 60; seconds += windowSeconds) {
      const before = this.writes;
      await this.pass(windowSeconds);
      const isQuiet = this.writes === before && isEnough(seconds / 60);
      quietWindows = isQuiet ? quietWindows + 1 : 0;
      if (quietWindows === enoughQuietWindows) return true;
    }
    return false;
  }

  /** Lets time pass. Throws if the operator writes anything meanwhile. */
  async stayIdle(): Promise<void> {
    const before = this.writes;
    this.story.tell('everything is as it should be; nothing may be written');
    await this.pass(idleSeconds);
    if (this.writes > before) this.accuse('something was written though nothing differed');
    if (this.#violation !== null) throw new Violation(this.#violation);
  }

  #check(): void {
    const { clusters } = this.world.cartridge;
    if (clusters.filter(({ id }) => this.#survives(id)).length > 1)
      this.accuse('a second cluster was founded');
    if (clusters.some(({ startedEmpty }) => startedEmpty.length > 0))
      this.accuse('a member that is first in priority was started without its data');
  }

  /** Whether a volume of the cluster is left. A cluster without volumes no longer counts. */
  #survives(id: number): boolean {
    const { volumes } = this.world.cartridge;
    return [...volumes.values()].some(memory => memory?.cluster.id === id);
  }

  /** Only the first violation is kept, as later violations may follow from it. */
  accuse(violation: string): void {
    if (this.#violation === null) this.story.tell(`WRONG: ${violation}`);
    this.#violation ??= violation;
  }

  get isReady(): boolean {
    return this.cluster?.status?.state === 'Ready';
  }

  get conditionText(): string {
    const { state, conditions = [] } = this.cluster?.status ?? {};
    const ready = conditions.find(({ type }) => type === 'Ready');
    return `${state}, ${ready?.reason}: ${ready?.message}`;
  }

  get cluster(): Cluster | undefined {
    return this.world.kubernetes.api.get(resources.clusters, NAMESPACE, CLUSTER_NAME);
  }

  #noticeApiRequest(request: ApiRequest): void {
    const { method, path, body } = request;
    this.requests += 1;
    if (method === 'GET' || path.includes('/leases')) return;
    this.writes += 1;
    this.story.tell(() => `    ${describeApiRequest(request)}`);
    if (method === 'DELETE' && path.includes('/pods/'))
      this.#requireNeverStarted(path.split('/').at(-1) ?? '', body);
  }

  /** The deletion that carries the pod's own resourceVersion succeeds. */
  #requireNeverStarted(name: string, body: string): void {
    const pod = this.world.kubernetes.api.get(resources.pods, NAMESPACE, name);
    const { preconditions } = JSON.parse(body) as { preconditions?: { resourceVersion?: string } };
    if (preconditions?.resourceVersion !== pod?.metadata.resourceVersion) return;
    if (pod?.status?.phase === 'Running') this.accuse(`${name} runs and was deleted by the operator`);
  }

  #noticeAdminRequest(pod: string, body: string): void {
    this.requests += 1;
    if (!body.includes('"mutation')) return;
    this.writes += 1;
    this.story.tell(() => `    ${pod} is asked to ${describeAdminRequest(body)}`);
    this.#check();
  }

  #noticeLog({ level, message, details, pod }: Told): void {
    if (message === 'Processed the Cluster') this.passes += 1;
    if (message === 'Became the leader' && pod !== undefined) this.leaders.push(pod);
    if (message === 'Processing the Cluster failed, and is tried again' && isDefect(details.error))
      this.accuse(`a pass failed: ${details.stack}`);
    if (message === 'Rejected a plan')
      this.accuse(`a plan broke a rule: ${JSON.stringify(details.violations)}`);
    if (level === 'debug') return;
    this.story.tell(() => `  ${pod}: ${message} ${details.what ?? ''} ${details.error ?? ''}`.trimEnd());
  }
}

/** Whether the error is a defect of the operator; expected errors of clients and servers have names of their own. */
function isDefect(error: unknown): boolean {
  return /^(TypeError|RangeError|ReferenceError|Error|AssertionError)/.test(String(error));
}
