import type { KubeObject } from '../objects.ts';
import { type Resource, resourcePath } from '../resource.ts';
import { type ApiRequest, parseTarget, type Refusal, selectionOf, type Target } from './exchange.ts';
import { type Change, matches, type Selection, type Stored, StoredObjects } from './stored-objects.ts';
import { meetsPreconditions, written } from './written.ts';

export interface ApiAnswer {
  status: number;
  body: string;
  headers?: Record<string, string> | undefined;
}

export interface ApiWatch {
  /** takes part in bookmarks */
  bookmarks: boolean;
  /** one event, as a line */
  send(line: string): void;
  /** the server ends it */
  end(): void;
}

interface OpenWatch extends ApiWatch {
  collection: string;
  selection: Selection;
}

/**
 * What a small Kubernetes API answers, without the wire: CRUD with resourceVersion checks, merge and JSON patches, paged
 * lists, watches, label and field selectors, for any resource. No validation, no defaults, no controllers.
 */
export class ApiModel {
  readonly objects: StoredObjects;
  readonly #watches = new Set<OpenWatch>();
  readonly #listeners: Array<(change: Change) => void> = [];

  constructor(now?: () => number) {
    this.objects = new StoredObjects(now);
  }

  get openWatches(): number {
    return this.#watches.size;
  }

  /** Called after each change, as a controller would hear of it. */
  onChange(listener: (change: Change) => void): void {
    this.#listeners.push(listener);
  }

  put<T>(resource: Resource<T>, object: T & KubeObject): Stored {
    const stored = this.objects.put(collectionOf(resource), object);
    this.#notify();
    return stored;
  }

  get<T>(resource: Resource<T>, namespace: string, name: string): T | undefined {
    return this.objects.get(collectionOf(resource), `${namespace}/${name}`) as T | undefined;
  }

  /** In the order of their names. */
  list<T>(resource: Resource<T>): T[] {
    const everything = { namespace: undefined, labels: null, fields: null };
    return this.objects.list(collectionOf(resource), everything) as T[];
  }

  delete(resource: Resource, namespace: string, name: string): void {
    if (this.objects.delete(collectionOf(resource), `${namespace}/${name}`) !== undefined) this.#notify();
  }

  /** Watches from before now get 410. */
  forgetHistory(): void {
    this.objects.forgottenUntil = this.objects.version;
  }

  /** Sends an event to every watch, or to those that take part in bookmarks. */
  sendToWatches(type: 'BOOKMARK' | 'ERROR', object: object): void {
    const line = eventLine(type, object);
    for (const watch of this.#watches) if (type === 'ERROR' || watch.bookmarks) watch.send(line);
  }

  endWatches(): void {
    for (const watch of this.#watches) watch.end();
  }

  answer(request: ApiRequest): ApiAnswer {
    const target = parseTarget(request.path);
    if (target === undefined) return refusal({ status: 404, reason: 'NotFound' });
    if (target.name !== undefined) return this.#answerObject(request, target as Target & { name: string });
    return request.method === 'POST' ? this.#create(request, target) : this.#list(request, target);
  }

  /** Sends what happened since the version that the request names, then what happens. Null where that is forgotten. */
  openWatch({ path, query }: ApiRequest, watch: ApiWatch): { close(): void } | null {
    const target = parseTarget(path);
    const from = Number(query.get('resourceVersion') ?? 0);
    if (target === undefined || from < this.objects.forgottenUntil) {
      watch.send(
        eventLine('ERROR', { code: 410, reason: 'Expired', message: `too old resource version: ${from}` }),
      );
      return null;
    }
    const open = { ...watch, collection: target.collection, selection: selectionOf(query, target) };
    this.#watches.add(open);
    for (const change of this.objects.changesSince(from)) sendChange(open, change);
    return {
      close: () => {
        this.#watches.delete(open);
      },
    };
  }

  #list({ query }: ApiRequest, target: Target): ApiAnswer {
    const all = this.objects.list(target.collection, selectionOf(query, target));
    const from = Number(query.get('continue') ?? 0);
    const limit = Number(query.get('limit') ?? 0) || all.length;
    const items = all.slice(from, from + limit);
    const rest = all.length - from - items.length;
    const metadata = {
      resourceVersion: String(this.objects.version),
      ...(rest > 0 ? { continue: String(from + limit), remainingItemCount: rest } : {}),
    };
    return answer(200, { kind: 'List', apiVersion: 'v1', metadata, items });
  }

  #create({ body }: ApiRequest, target: Target): ApiAnswer {
    const object = JSON.parse(body) as Stored;
    const key = `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`;
    if (this.objects.get(target.collection, key) !== undefined)
      return refusal({ status: 409, reason: 'AlreadyExists', message: `${key} already exists` });
    const stored = this.objects.put(target.collection, object);
    this.#notify();
    return answer(201, stored);
  }

  #answerObject(request: ApiRequest, target: Target & { name: string }): ApiAnswer {
    const key = `${target.namespace ?? ''}/${target.name}`;
    const stored = this.objects.get(target.collection, key);
    const isApply = request.contentType === 'application/apply-patch+yaml';
    if (stored === undefined && !isApply)
      return refusal({ status: 404, reason: 'NotFound', message: `${target.name} not found` });
    if (request.method === 'GET') return answer(200, stored);
    if (request.method === 'DELETE') {
      if (stored !== undefined && !meetsPreconditions(request, stored))
        return refusal({ status: 409, reason: 'Conflict', message: 'Precondition failed' });
      const deleted = this.objects.delete(target.collection, key);
      this.#notify();
      return answer(200, deleted);
    }
    const next = written(request, stored);
    const wanted = next.metadata.resourceVersion;
    if (wanted !== undefined && wanted !== stored?.metadata.resourceVersion)
      return refusal({ status: 409, reason: 'Conflict', message: 'the object has been modified' });
    const { uid = stored?.metadata.uid } = next.metadata;
    if (stored !== undefined && uid !== stored.metadata.uid)
      return refusal({ status: 409, reason: 'Conflict', message: 'the object is another one by now' });
    if (JSON.stringify(next) === JSON.stringify(stored)) return answer(200, stored);
    const changed = this.objects.put(target.collection, next);
    this.#notify();
    return answer(200, changed);
  }

  #notify(): void {
    const change = this.objects.lastChange;
    if (change === undefined) return;
    for (const listener of this.#listeners) listener(change);
    for (const watch of this.#watches) sendChange(watch, change);
  }
}

function collectionOf(resource: Resource): string {
  return resourcePath({ resource }).slice(1);
}

function answer(status: number, body: unknown): ApiAnswer {
  return { status, body: JSON.stringify(body) };
}

export function refusal({ status, reason, message, headers, text }: Refusal): ApiAnswer {
  const body = text ?? JSON.stringify({ kind: 'Status', status: 'Failure', code: status, reason, message });
  return { status, body, headers };
}

function sendChange(watch: OpenWatch, change: Change): void {
  if (change.collection !== watch.collection || !matches(change.object, watch.selection)) return;
  change.line ??= eventLine(change.type, change.object);
  watch.send(change.line);
}

function eventLine(type: string, object: object): string {
  return `${JSON.stringify({ type, object })}\n`;
}
