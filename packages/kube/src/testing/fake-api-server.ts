import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Connection } from '../connection.ts';
import { fixedCredentials } from '../connection.ts';
import type { KubeObject } from '../objects.ts';
import { type Resource, resourcePath } from '../resource.ts';
import {
  answer,
  type Fault,
  parseTarget,
  type Refusal,
  readBody,
  refuse,
  type SeenRequest,
  selectionOf,
  type Target,
} from './exchange.ts';
import { type Change, matches, type Selection, type Stored, StoredObjects } from './stored-objects.ts';
import { meetsPreconditions, written } from './written.ts';

interface OpenWatch {
  collection: string;
  selection: Selection;
  response: ServerResponse;
  bookmarks: boolean;
}

/**
 * A small Kubernetes API on a real socket: CRUD with resourceVersion checks, merge patches, paged lists, watches,
 * label and field selectors, for any resource; and faults on demand. No validation, no defaults, no controllers.
 */
export class FakeApiServer {
  readonly objects = new StoredObjects();
  readonly requests: SeenRequest[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #watches = new Set<OpenWatch>();
  #faults: Fault[] = [];
  readonly #listeners: Array<(change: Change) => void> = [];
  #silent = false;
  #url = '';

  private constructor(tls: ServerOptions | undefined) {
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.#serve(request, response).catch(error => response.destroy(error));
    };
    this.#server = tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener);
    this.#server.on('connection', socket => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(options: { tls?: ServerOptions } = {}): Promise<FakeApiServer> {
    const fake = new FakeApiServer(options.tls);
    await new Promise<void>(resolve => fake.#server.listen(0, '127.0.0.1', resolve));
    const { port } = fake.#server.address() as AddressInfo;
    fake.#url = `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
    return fake;
  }

  get url(): string {
    return this.#url;
  }

  connection(): Connection {
    return {
      server: this.#url,
      tls: { ca: undefined, serverName: undefined, insecure: false },
      credentials: fixedCredentials({ authorization: undefined, certificate: undefined, key: undefined }),
      namespace: 'default',
    };
  }

  /** Called after each change, as a controller would hear of it. */
  onChange(listener: (change: Change) => void): void {
    this.#listeners.push(listener);
  }

  get openWatches(): number {
    return this.#watches.size;
  }

  /** Requests whose method and path match, such as `count('GET', /pods$/)`. */
  count(method: string, path: RegExp): number {
    return this.requests.filter(request => request.method === method && path.test(request.path)).length;
  }

  put<T>(resource: Resource<T>, object: T & KubeObject): Stored {
    const stored = this.objects.put(collectionOf(resource), object);
    this.#notify();
    return stored;
  }

  get<T>(resource: Resource<T>, namespace: string, name: string): T | undefined {
    return this.objects.get(collectionOf(resource), `${namespace}/${name}`) as T | undefined;
  }

  list<T>(resource: Resource<T>): T[] {
    const everything = { namespace: undefined, labels: null, fields: null };
    return this.objects.list(collectionOf(resource), everything) as T[];
  }

  delete(resource: Resource, namespace: string, name: string): void {
    this.objects.delete(collectionOf(resource), `${namespace}/${name}`);
    this.#notify();
  }

  /** The next requests that match are refused. */
  refuse(matches: (request: SeenRequest) => boolean, refusal: Refusal, times = 1): void {
    this.#faults.push({ matches, refusal, times });
  }

  /** Destroys every connection, as a crash or a network does. */
  cutConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Ends every watch in good order, as its timeout does. */
  endWatches(): void {
    for (const watch of this.#watches) watch.response.end();
  }

  /** From now on nothing is answered and no event sent, while connections stay open. */
  fallSilent(): void {
    this.#silent = true;
  }

  speakAgain(): void {
    this.#silent = false;
  }

  /** Watches from before now get 410. */
  forgetHistory(): void {
    this.objects.forgottenUntil = this.objects.version;
  }

  sendBookmarks(): void {
    const metadata = { resourceVersion: String(this.objects.version) };
    for (const watch of this.#watches) {
      if (watch.bookmarks) send(watch, 'BOOKMARK', { metadata });
    }
  }

  /** Sends an ERROR event on every open watch. */
  sendError(status: object): void {
    for (const watch of this.#watches) send(watch, 'ERROR', status);
  }

  async stop(): Promise<void> {
    this.cutConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.#url);
    const seen: SeenRequest = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: await readBody(request),
    };
    this.requests.push(seen);
    if (this.#silent) return;
    const fault = this.#faults.find(candidate => candidate.times > 0 && candidate.matches(seen));
    if (fault !== undefined) {
      fault.times -= 1;
      refuse(response, fault.refusal);
      return;
    }
    const target = parseTarget(url.pathname);
    if (target === undefined) refuse(response, { status: 404, reason: 'NotFound' });
    else if (target.name !== undefined)
      this.#serveObject(seen, response, target as Target & { name: string });
    else if (seen.method === 'POST') this.#create(seen, response, target);
    else if (url.searchParams.get('watch') === 'true') this.#watch(seen, response, target);
    else this.#list(seen, response, target);
  }

  #list({ query }: SeenRequest, response: ServerResponse, target: Target): void {
    const all = this.objects.list(target.collection, selectionOf(query, target));
    const from = Number(query.get('continue') ?? 0);
    const limit = Number(query.get('limit') ?? 0) || all.length;
    const items = all.slice(from, from + limit);
    const rest = all.length - from - items.length;
    const metadata = {
      resourceVersion: String(this.objects.version),
      ...(rest > 0 ? { continue: String(from + limit), remainingItemCount: rest } : {}),
    };
    answer(response, 200, { kind: 'List', apiVersion: 'v1', metadata, items });
  }

  #create({ body }: SeenRequest, response: ServerResponse, target: Target): void {
    const object = JSON.parse(body) as Stored;
    const key = `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`;
    if (this.objects.get(target.collection, key) !== undefined) {
      refuse(response, { status: 409, reason: 'AlreadyExists', message: `${key} already exists` });
      return;
    }
    answer(response, 201, this.objects.put(target.collection, object));
    this.#notify();
  }

  #serveObject(request: SeenRequest, response: ServerResponse, target: Target & { name: string }): void {
    const key = `${target.namespace ?? ''}/${target.name}`;
    const stored = this.objects.get(target.collection, key);
    const isApply = request.headers['content-type'] === 'application/apply-patch+yaml';
    if (stored === undefined && !isApply) {
      refuse(response, { status: 404, reason: 'NotFound', message: `${target.name} not found` });
      return;
    }
    if (request.method === 'GET') {
      answer(response, 200, stored);
      return;
    }
    if (request.method === 'DELETE') {
      if (stored !== undefined && !meetsPreconditions(request, stored)) {
        refuse(response, { status: 409, reason: 'Conflict', message: 'Precondition failed' });
        return;
      }
      answer(response, 200, this.objects.delete(target.collection, key));
      this.#notify();
      return;
    }
    const next = written(request, stored);
    const wanted = next.metadata.resourceVersion;
    if (wanted !== undefined && wanted !== stored?.metadata.resourceVersion) {
      refuse(response, { status: 409, reason: 'Conflict', message: 'the object has been modified' });
      return;
    }
    const changed = JSON.stringify(next) !== JSON.stringify(stored);
    answer(response, 200, changed ? this.objects.put(target.collection, next) : stored);
    if (changed) this.#notify();
  }

  #watch({ query }: SeenRequest, response: ServerResponse, target: Target): void {
    const from = Number(query.get('resourceVersion') ?? 0);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const watch = {
      collection: target.collection,
      selection: selectionOf(query, target),
      response,
      bookmarks: query.get('allowWatchBookmarks') === 'true',
    };
    if (from < this.objects.forgottenUntil) {
      send(watch, 'ERROR', { code: 410, reason: 'Expired', message: `too old resource version: ${from}` });
      response.end();
      return;
    }
    this.#watches.add(watch);
    const timeout = setTimeout(() => response.end(), Number(query.get('timeoutSeconds') ?? 1800) * 1000);
    response.on('close', () => {
      clearTimeout(timeout);
      this.#watches.delete(watch);
    });
    for (const change of this.objects.changes) if (change.version > from) sendChange(watch, change);
  }

  #notify(): void {
    const change = this.objects.changes.at(-1);
    if (change === undefined) return;
    for (const listener of this.#listeners) queueMicrotask(() => listener(change));
    if (this.#silent) return;
    for (const watch of this.#watches) sendChange(watch, change);
  }
}

function collectionOf(resource: Resource): string {
  return resourcePath({ resource }).slice(1);
}

function sendChange(watch: OpenWatch, change: { type: string; collection: string; object: Stored }): void {
  if (change.collection !== watch.collection || !matches(change.object, watch.selection)) return;
  send(watch, change.type, change.object);
}

function send(watch: Pick<OpenWatch, 'response'>, type: string, object: object): void {
  watch.response.write(`${JSON.stringify({ type, object })}\n`);
}
