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
import type { Resource } from '../resource.ts';
import { type ApiAnswer, ApiModel, refusal } from './api-model.ts';
import type { Fault, Refusal, SeenRequest } from './exchange.ts';
import type { Change, Stored } from './stored-objects.ts';

/** An ApiModel on a real socket, with faults on demand. */
export class FakeApiServer {
  readonly model = new ApiModel();
  readonly requests: SeenRequest[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #faults: Fault[] = [];
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
    this.model.onChange(change => queueMicrotask(() => listener(change)));
  }

  get openWatches(): number {
    return this.model.openWatches;
  }

  /** Requests whose method and path match, such as `count('GET', /pods$/)`. */
  count(method: string, path: RegExp): number {
    return this.requests.filter(request => request.method === method && path.test(request.path)).length;
  }

  put<T>(resource: Resource<T>, object: T & KubeObject): Stored {
    return this.model.put(resource, object);
  }

  get<T>(resource: Resource<T>, namespace: string, name: string): T | undefined {
    return this.model.get(resource, namespace, name);
  }

  list<T>(resource: Resource<T>): T[] {
    return this.model.list(resource);
  }

  delete(resource: Resource, namespace: string, name: string): void {
    this.model.delete(resource, namespace, name);
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
    this.model.endWatches();
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
    this.model.forgetHistory();
  }

  sendBookmarks(): void {
    this.model.sendToWatches('BOOKMARK', {
      metadata: { resourceVersion: String(this.model.objects.version) },
    });
  }

  /** Sends an ERROR event on every open watch. */
  sendError(status: object): void {
    this.model.sendToWatches('ERROR', status);
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
      contentType: request.headers['content-type'],
      body: await readBody(request),
    };
    this.requests.push(seen);
    if (this.#silent) return;
    const fault = this.#faults.find(candidate => candidate.times > 0 && candidate.matches(seen));
    if (fault !== undefined) {
      fault.times -= 1;
      respond(response, refusal(fault.refusal));
    } else if (seen.query.get('watch') === 'true') this.#watch(seen, response);
    else respond(response, this.model.answer(seen));
  }

  #watch(request: SeenRequest, response: ServerResponse): void {
    const { query } = request;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const watch = this.model.openWatch(request, {
      bookmarks: query.get('allowWatchBookmarks') === 'true',
      send: line => {
        if (!this.#silent) response.write(line);
      },
      end: () => response.end(),
    });
    if (watch === null) {
      response.end();
      return;
    }
    const timeout = setTimeout(() => response.end(), Number(query.get('timeoutSeconds') ?? 1800) * 1000);
    response.on('close', () => {
      clearTimeout(timeout);
      watch.close();
    });
  }
}

function respond(response: ServerResponse, { status, body, headers }: ApiAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
