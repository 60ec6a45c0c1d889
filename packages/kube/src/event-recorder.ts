import { createHash } from 'node:crypto';
import type { KubernetesEvent, ObjectReference } from '@cartridge-on-kubernetes/api';
import type { Clock } from '@cartridge-on-kubernetes/platform';
import type { KubeClient } from './client/client.ts';
import { AlreadyExistsError, NotFoundError } from './errors.ts';
import type { Resource } from './resource.ts';

export const events: Resource<KubernetesEvent> = {
  group: '',
  version: 'v1',
  plural: 'events',
  kind: 'Event',
  namespaced: true,
};

export interface EventRecorderOptions {
  client: KubeClient;
  component: string;
  instance: string;
  clock: Clock;
  onProblem?: (error: unknown) => void;
}

export interface Happening {
  about: Partial<ObjectReference> & { namespace: string; name: string };
  type: 'Normal' | 'Warning';
  /** one PascalCase word */
  reason: string;
  message: string;
}

interface Series {
  name: string;
  count: number;
  writtenCount: number;
  /** wall clock */
  firstAt: number;
  /** monotonic clock */
  nextWriteAt: number;
  pauseSeconds: number;
}

/** The first repeat may be written after this; each later one after twice the pause before. */
const firstPauseSeconds = 300;
const longestPauseSeconds = 3600;
/** New messages about one object: this many at once, then one a minute. */
const burst = 25;
const refillSeconds = 60;
const mostSeries = 2000;

/**
 * Writes Kubernetes Events. The same message about the same object is one Event whose count grows; repeats are
 * written ever more rarely and only when the message is recorded again, so nothing is ever written by a timer.
 */
export class EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #clock: Clock;
  readonly #series = new Map<string, Series>();
  readonly #budgets = new Map<string, { left: number; at: number }>();
  #tail: Promise<void> = Promise.resolve();

  constructor(options: EventRecorderOptions) {
    this.#options = options;
    this.#clock = options.clock;
  }

  /** Never throws and never waits: a lost Event must not stop work. */
  record(happening: Happening): void {
    const key = seriesKey(happening);
    const series = this.#series.get(key) ?? this.#startSeries(key, happening);
    if (series === undefined) return;
    series.count += 1;
    const now = this.#clock.monotonic();
    if (now < series.nextWriteAt) return;
    series.nextWriteAt = now + series.pauseSeconds * 1000;
    series.pauseSeconds = Math.min(series.pauseSeconds * 2, longestPauseSeconds);
    this.#enqueue(() => this.#write(series, happening));
  }

  /** Resolves when all Events recorded so far are written. */
  async flush(): Promise<void> {
    await this.#tail;
  }

  #startSeries(key: string, happening: Happening): Series | undefined {
    const now = this.#clock.monotonic();
    if (
      !this.#takeBudget(`${happening.about.uid}/${happening.about.namespace}/${happening.about.name}`, now)
    ) {
      return undefined;
    }
    if (this.#series.size >= mostSeries) forgetOldest(this.#series);
    const series: Series = {
      name: `${happening.about.name.slice(0, 220)}.${key}`,
      count: 0,
      writtenCount: 0,
      firstAt: this.#clock.now(),
      nextWriteAt: now,
      pauseSeconds: firstPauseSeconds,
    };
    this.#series.set(key, series);
    return series;
  }

  #takeBudget(object: string, now: number): boolean {
    const budget = this.#budgets.get(object) ?? { left: burst, at: now };
    const refilled = Math.floor((now - budget.at) / (refillSeconds * 1000));
    const left = Math.min(burst, budget.left + refilled);
    const at = left === burst ? now : budget.at + refilled * refillSeconds * 1000;
    if (this.#budgets.size >= mostSeries) forgetOldest(this.#budgets);
    this.#budgets.set(object, { left: Math.max(0, left - 1), at });
    return left > 0;
  }

  #enqueue(write: () => Promise<void>): void {
    this.#tail = this.#tail.then(write).catch(error => this.#options.onProblem?.(error));
  }

  async #write(series: Series, happening: Happening): Promise<void> {
    const added = series.count - series.writtenCount;
    if (series.writtenCount === 0) await this.#createOrContinue(series, happening);
    else await this.#update(series, happening);
    series.writtenCount += added;
  }

  async #createOrContinue(series: Series, happening: Happening): Promise<void> {
    try {
      await this.#options.client.create(events, this.#build(series, happening));
    } catch (error) {
      if (!(error instanceof AlreadyExistsError)) throw error;
      // An earlier run of this program wrote the Event: its count continues.
      const stored = await this.#options.client.get(events, {
        namespace: happening.about.namespace,
        name: series.name,
      });
      series.count += stored.count ?? 0;
      series.firstAt = Date.parse(stored.firstTimestamp ?? '') || series.firstAt;
      await this.#update(series, happening);
    }
  }

  async #update(series: Series, happening: Happening): Promise<void> {
    const body = { count: series.count, lastTimestamp: timestamp(this.#clock.now()) };
    const at = { namespace: happening.about.namespace, name: series.name };
    try {
      await this.#options.client.patch(events, at, { kind: 'merge', body });
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      await this.#options.client.create(events, this.#build(series, happening));
    }
  }

  #build(series: Series, { about, type, reason, message }: Happening): KubernetesEvent {
    const { component, instance } = this.#options;
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { namespace: about.namespace, name: series.name },
      involvedObject: about,
      type,
      reason,
      message: message.slice(0, 1024),
      count: series.count,
      firstTimestamp: timestamp(series.firstAt),
      lastTimestamp: timestamp(this.#clock.now()),
      source: { component },
      reportingComponent: component,
      reportingInstance: instance,
    };
  }
}

function seriesKey({ about, type, reason, message }: Happening): string {
  const identity = JSON.stringify([
    about.kind,
    about.namespace,
    about.name,
    about.uid,
    type,
    reason,
    message,
  ]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}

function forgetOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

/** RFC 3339 with whole seconds, the format of Time. */
function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
