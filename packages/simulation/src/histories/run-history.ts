import type { Cluster } from '@cartridge-on-kubernetes/api';
import type { ApiRequest } from '@cartridge-on-kubernetes/kube/testing';
import { resources } from '@cartridge-on-kubernetes/observe';
import { CLUSTER_NAME, NAMESPACE } from '@cartridge-on-kubernetes/planner/testing';
import { SimulatedWorld } from '../simulated-world.ts';
import type { Told } from '../told-logger.ts';
import { describeAdminRequest, describeApiRequest } from './describe-request.ts';
import { disturb } from './disturb.ts';
import { type History, losesVolumes, widestLayout } from './history.ts';
import { Story } from './story.ts';

export interface Run {
  /** what must never be so, and was; null where all was well */
  violation: string | null;
  story: readonly string[];
  /** what the run cost, in things done */
  passes: number;
  requests: number;
}

const windowSeconds = 30;
/** Failed actions wait up to a minute, lost Leases too, and each may do so some times in a row. */
const mostWindows = 80;
const patientWindows = 12;
/** A lost answer of a list is waited for a minute before the next try. */
const enoughQuietWindows = 4;
/** Longer than two resyncs. */
const idleSeconds = 420;

class Violation extends Error {}

/** One run of a history from its beginning to a quiet end. `isTold` keeps a story of it. */
export async function runHistory(history: History, { isTold = false } = {}): Promise<Run> {
  const run = new HistoryRun(history, isTold);
  return run.finish();
}

class HistoryRun {
  readonly #history: History;
  readonly #world: SimulatedWorld;
  readonly #story: Story;
  #requests = 0;
  #passes = 0;
  #writes = 0;
  #violation: string | null = null;

  constructor(history: History, isTold: boolean) {
    this.#history = history;
    this.#world = new SimulatedWorld(history.seed, {
      onApiRequest: request => this.#noticeApiRequest(request),
      onAdminRequest: (pod, body) => this.#noticeAdminRequest(pod, body),
      onLog: told => this.#noticeLog(told),
    });
    this.#story = new Story(this.#world.time, isTold);
  }

  async finish(): Promise<Run> {
    try {
      await this.#live();
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      this.#accuse(error.message);
    } finally {
      this.#world.operators.kill();
    }
    return {
      violation: this.#violation,
      story: this.#story.lines,
      passes: this.#passes,
      requests: this.#requests,
    };
  }

  async #live(): Promise<void> {
    const { layout, steps } = this.#history;
    const world = this.#world;
    world.sendBookmarks();
    world.install(layout);
    world.operators.start();
    for (const { afterSeconds, what } of steps) {
      await this.#pass(afterSeconds);
      const happened = disturb(world, what);
      if (happened !== null) this.#story.tell(happened);
    }
    await this.#calmDown();
    await this.#stayIdle();
  }

  /** Nothing is wrong with the world any more, and everything that was ever wanted is wanted again. */
  async #calmDown(): Promise<void> {
    const world = this.#world;
    // Members that were scaled away block every change until they are back, as Cartridge has it.
    world.install(widestLayout(this.#history));
    await this.#pass(1);
    world.weather.clear();
    world.kubernetes.kubelet.unstickAll();
    world.operators.keepOne();
    this.#story.tell('from now on nothing disturbs');
    let quietWindows = 0;
    for (let window = 0; window < mostWindows; window += 1) {
      const before = this.#writes;
      await this.#pass(windowSeconds);
      quietWindows = this.#writes === before && this.#isReady() ? quietWindows + 1 : 0;
      if (quietWindows === enoughQuietWindows) return;
      // Without its data a cluster may wait for a person.
      if (window > patientWindows && losesVolumes(this.#history) && !this.#isReady()) return;
    }
    const wait = `after ${(mostWindows * windowSeconds) / 60} quiet minutes`;
    if (!this.#isReady()) throw new Violation(`${wait} the Cluster is not Ready: ${this.#conditionText()}`);
    throw new Violation(`${wait} the operator still writes`);
  }

  async #stayIdle(): Promise<void> {
    if (!this.#isReady()) return;
    const before = this.#writes;
    this.#story.tell('everything is as it should be; nothing may be written');
    await this.#pass(idleSeconds);
    if (this.#writes > before) throw new Violation('something was written though nothing differed');
  }

  async #pass(seconds: number): Promise<void> {
    await this.#world.time.pass(seconds * 1000, () => this.#violation !== null);
    if (this.#violation !== null) throw new Violation(this.#violation);
  }

  #check(): void {
    const { clusters } = this.#world.cartridge;
    if (clusters.filter(({ id }) => this.#survives(id)).length > 1)
      this.#accuse('a second cluster was founded');
    if (clusters.some(({ startedEmpty }) => startedEmpty.length > 0))
      this.#accuse('a member that is first in priority was started without its data');
  }

  /** A cluster of which no volume is left is nobody's any more. */
  #survives(id: number): boolean {
    const { volumes } = this.#world.cartridge;
    return [...volumes.values()].some(memory => memory?.cluster.id === id);
  }

  /** The first one counts: what follows may follow from it. */
  #accuse(violation: string): void {
    if (this.#violation === null) this.#story.tell(`WRONG: ${violation}`);
    this.#violation ??= violation;
  }

  #isReady(): boolean {
    return this.#cluster()?.status?.state === 'Ready';
  }

  #conditionText(): string {
    const { state, conditions = [] } = this.#cluster()?.status ?? {};
    const ready = conditions.find(({ type }) => type === 'Ready');
    return `${state}, ${ready?.reason}: ${ready?.message}`;
  }

  #cluster(): Cluster | undefined {
    return this.#world.kubernetes.api.get(resources.clusters, NAMESPACE, CLUSTER_NAME);
  }

  #noticeApiRequest(request: ApiRequest): void {
    const { method, path, body } = request;
    this.#requests += 1;
    if (method === 'GET' || path.includes('/leases')) return;
    this.#writes += 1;
    this.#story.tell(() => `    ${describeApiRequest(request)}`);
    if (method === 'DELETE' && path.includes('/pods/'))
      this.#requireNeverStarted(path.split('/').at(-1) ?? '', body);
  }

  /** The deletion that carries the pod's own resourceVersion succeeds. */
  #requireNeverStarted(name: string, body: string): void {
    const pod = this.#world.kubernetes.api.get(resources.pods, NAMESPACE, name);
    const { preconditions } = JSON.parse(body) as { preconditions?: { resourceVersion?: string } };
    if (preconditions?.resourceVersion !== pod?.metadata.resourceVersion) return;
    if (pod?.status?.phase === 'Running') this.#accuse(`${name} runs and was deleted by the operator`);
  }

  #noticeAdminRequest(pod: string, body: string): void {
    this.#requests += 1;
    if (!body.includes('"mutation')) return;
    this.#writes += 1;
    this.#story.tell(() => `    ${pod} is asked to ${describeAdminRequest(body)}`);
    this.#check();
  }

  #noticeLog({ level, message, details, pod }: Told): void {
    if (message === 'Finished a pass') this.#passes += 1;
    if (message === 'A pass failed' && isDefect(details.error))
      this.#accuse(`a pass failed: ${details.stack}`);
    if (message === 'Rejected a plan')
      this.#accuse(`a plan broke a rule: ${JSON.stringify(details.violations)}`);
    if (level === 'debug') return;
    this.#story.tell(() => `  ${pod}: ${message} ${details.what ?? ''} ${details.error ?? ''}`.trimEnd());
  }
}

/** An error that nobody foresaw; those of clients and servers have names of their own. */
function isDefect(error: unknown): boolean {
  return /^(TypeError|RangeError|ReferenceError|Error|AssertionError)/.test(String(error));
}
