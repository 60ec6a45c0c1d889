import type { Dispatcher } from 'undici';
import sendRequest from 'undici/lib/api/api-request.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import type { Connection, Credentials } from '../connection.ts';
import { ConnectionError, DeadlineError, KubeError } from '../errors.ts';
import type { ServerClock } from '../server-clock.ts';

export interface WireRequest {
  method: string;
  /** path with query */
  path: string;
  /** what is asked, for error messages: `get pod tarantool/routers-0-0` */
  request: string;
  body?: string | undefined;
  contentType?: string | undefined;
  signal: AbortSignal;
}

export interface Transport {
  /** Resolves when the head of the answer is there, whatever its status; the body is the caller's to read. */
  send(request: WireRequest): Promise<Dispatcher.ResponseData>;
  invalidateCredentials(): void;
  close(): Promise<void>;
}

export interface TransportOptions {
  connection: Connection;
  userAgent: string;
  /** learns from each answer what time it is there */
  serverClock?: ServerClock | undefined;
}

/**
 * HTTP/1.1 with keep-alive: one connection a request in flight, so a watch never stands in front of a write.
 * A rotated client certificate gets a fresh pool; the old one ends when its requests have ended.
 */
export function createTransport(options: TransportOptions): Transport {
  const { connection, userAgent, serverClock } = options;
  const server = parseServer(connection.server);
  let pool: InstanceType<typeof Pool> | undefined;
  let poolCredentials: Credentials | undefined;

  function poolFor(credentials: Credentials): InstanceType<typeof Pool> {
    const same =
      poolCredentials?.certificate === credentials.certificate && poolCredentials?.key === credentials.key;
    if (pool !== undefined && same) return pool;
    pool?.close().catch(() => {});
    pool = createPool(server.origin, connection, credentials);
    poolCredentials = credentials;
    return pool;
  }

  return {
    async send(request) {
      const credentials = await connection.credentials.current();
      const learnTime = serverClock?.ask();
      try {
        const response = await sendRequest.call(poolFor(credentials), {
          method: request.method as 'GET',
          path: server.basePath + request.path,
          headers: { ...headersOf(request, credentials), 'user-agent': userAgent },
          body: request.body ?? null,
          signal: request.signal,
        });
        learnTime?.(response.headers.date);
        return response;
      } catch (error) {
        throw explainFailure({ error, request, server: connection.server });
      }
    },
    invalidateCredentials: () => connection.credentials.invalidate(),
    async close() {
      await pool?.destroy();
    },
  };
}

function parseServer(server: string): { origin: string; basePath: string } {
  const url = new URL(server);
  return { origin: url.origin, basePath: url.pathname.replace(/\/+$/, '') };
}

function createPool(
  origin: string,
  connection: Connection,
  credentials: Credentials,
): InstanceType<typeof Pool> {
  return new Pool(origin, {
    connections: null,
    pipelining: 1,
    // Deadlines are ours: a quiet watch is silent for minutes and healthy.
    headersTimeout: 0,
    bodyTimeout: 0,
    // Below the shortest idle timeout of usual load balancers, so that a request rarely meets a closed socket.
    keepAliveTimeout: 30_000,
    connect: {
      timeout: 10_000,
      ...(connection.tls.ca === undefined ? {} : { ca: connection.tls.ca }),
      ...(connection.tls.serverName === undefined ? {} : { servername: connection.tls.serverName }),
      ...(credentials.certificate === undefined ? {} : { cert: credentials.certificate }),
      ...(credentials.key === undefined ? {} : { key: credentials.key }),
      rejectUnauthorized: !connection.tls.insecure,
    },
  });
}

function headersOf(request: WireRequest, credentials: Credentials): Record<string, string> {
  return {
    accept: 'application/json',
    ...(request.contentType === undefined ? {} : { 'content-type': request.contentType }),
    ...(credentials.authorization === undefined ? {} : { authorization: credentials.authorization }),
  };
}

function explainFailure(failure: { error: unknown; request: WireRequest; server: string }): Error {
  const { error, request, server } = failure;
  if (error instanceof KubeError) return error;
  if (request.signal.aborted) return abortError(request, error);
  const detail = error instanceof Error ? error.message : String(error);
  return new ConnectionError(`Could not ${request.request}: ${server} did not answer (${detail})`, {
    cause: error,
  });
}

/** A deadline that ran out is an error of its own; an abort by the caller stays the caller's reason. */
export function abortError(request: Pick<WireRequest, 'request' | 'signal'>, cause: unknown): Error {
  const reason: unknown = request.signal.reason;
  if (reason instanceof Error && reason.name === 'TimeoutError') {
    return new DeadlineError(`Could not ${request.request}: no answer within the deadline`, { cause });
  }
  return reason instanceof Error ? reason : new Error(`Stopped: ${request.request}`, { cause });
}
