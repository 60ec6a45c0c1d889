import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { inBackground } from '@cartridge-on-kubernetes/process';
import { describeError } from '../errors.ts';
import type { Log } from '../log.ts';
import { listenOn } from '../options/listen-on.ts';
import { TARANTOOL_VERSION } from '../version.ts';
import { matchRoute, type Route } from './route.ts';

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly stashes: Readonly<Record<string, string>>;
}

export interface HttpResponse {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse> | HttpResponse;

const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** The instance's one HTTP server: the admin API, the web UI and what roles add. */
export class HttpServer {
  readonly #routes: Route<HttpHandler>[] = [];
  readonly #log: Log;
  #server: Server | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  /** `path` may hold `:name` for one part and `*name` for the rest; a later route of the same shape wins. */
  route(method: string, path: string, handler: HttpHandler): void {
    this.#routes.unshift({ method: method.toUpperCase(), path, handler });
  }

  listen(host: string, port: number): Promise<void> {
    const server = createServer((request, response) => {
      inBackground(this.#answer(request, response), error => {
        this.#log.error(`${request.method} ${request.url} was not answered: ${error.stack}`, 'main/http');
        response.destroy();
      });
    });
    this.#server = server;
    return listenOn(server, { host, port });
  }

  close(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = new URL(request.url ?? '/', 'http://instance');
      const found = matchRoute(this.#routes, request.method ?? 'GET', url.pathname);
      const body = await readBody(request);
      if (found === null) return send(response, { status: 404 });
      const answer = await found.handler({
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body,
        stashes: found.stashes,
      });
      send(response, answer);
    } catch (error) {
      const { message } = describeError(error);
      this.#log.error(`${request.method} ${request.url}: ${message}`, 'main/http');
      send(response, { status: 500, body: `Unhandled error: ${message}` });
    }
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new Error('Request body is too large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, answer: HttpResponse): void {
  const body = answer.body ?? '';
  response.writeHead(answer.status ?? 200, {
    Server: `Tarantool http (tarantool v${TARANTOOL_VERSION})`,
    ...withContentType(answer.headers ?? {}),
    'Content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

function withContentType(headers: Readonly<Record<string, string>>): Record<string, string> {
  const names = Object.keys(headers).map(name => name.toLowerCase());
  return names.includes('content-type')
    ? { ...headers }
    : { 'Content-type': 'text/plain; charset=utf-8', ...headers };
}
