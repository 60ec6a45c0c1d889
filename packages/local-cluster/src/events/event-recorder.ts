import { randomBytes } from 'node:crypto';
import { events } from '../in-process/kinds.ts';
import { errorReason, type TypedObjects } from '../in-process/typed-objects.ts';
import type { ObjectMeta } from '../objects/kube-object.ts';
import type { Log } from '../runtime/log.ts';

export interface EventSubject {
  apiVersion: string;
  kind: string;
  metadata: Pick<ObjectMeta, 'name' | 'namespace' | 'uid' | 'resourceVersion'>;
}

export interface EventText {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  /** for example `spec.containers{pim-storage}` */
  fieldPath?: string;
}

interface Recorded {
  name: string;
  count: number;
}

const rememberedEvents = 4096;

/** Writes events; the same event again raises the count of the first one, as client-go's recorder does. */
export class EventRecorder {
  readonly #recorded = new Map<string, Recorded>();
  readonly #objects: TypedObjects;
  readonly #log: Log;
  readonly #source: { component: string; host?: string };
  #queue: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: { objects: TypedObjects; log: Log; component: string; host?: string }) {
    this.#objects = options.objects;
    this.#log = options.log;
    this.#source = { component: options.component, host: options.host };
  }

  record(subject: EventSubject, event: EventText): void {
    if (this.#closed) return;
    this.#queue = this.#queue
      .then(() => this.#write(subject, event))
      .catch(error => {
        if (errorReason(error) === 'NotFound' || errorReason(error) === 'Forbidden') return;
        this.#log.error('Event was not written', {
          reason: event.reason,
          subject: subject.metadata.name,
          error,
        });
      });
  }

  /** Resolves when all events recorded before are written. Later events are dropped, as the store closes next. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue;
  }

  async #write(subject: EventSubject, event: EventText): Promise<void> {
    const namespace = subject.metadata.namespace ?? 'default';
    const key = JSON.stringify([subject.metadata.uid, event]);
    const known = this.#recorded.get(key);
    const now = `${new Date().toISOString().slice(0, 19)}Z`;
    if (known && this.#objects.read(events, { namespace, name: known.name })) {
      known.count += 1;
      const patch = { count: known.count, lastTimestamp: now };
      await this.#objects.mergePatch(events, { namespace, name: known.name }, patch);
      return;
    }
    const name = `${subject.metadata.name}.${randomBytes(8).toString('hex')}`;
    this.#remember(key, { name, count: 1 });
    await this.#objects.create(events, {
      metadata: { name, namespace },
      involvedObject: {
        apiVersion: subject.apiVersion,
        kind: subject.kind,
        name: subject.metadata.name,
        namespace: subject.metadata.namespace,
        uid: subject.metadata.uid,
        resourceVersion: subject.metadata.resourceVersion,
        fieldPath: event.fieldPath,
      },
      type: event.type,
      reason: event.reason,
      message: event.message,
      source: this.#source,
      reportingComponent: this.#source.component,
      reportingInstance: this.#source.host ?? '',
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
    });
  }

  #remember(key: string, recorded: Recorded): void {
    this.#recorded.set(key, recorded);
    if (this.#recorded.size <= rememberedEvents) return;
    const oldest = this.#recorded.keys().next().value;
    if (oldest !== undefined) this.#recorded.delete(oldest);
  }
}
