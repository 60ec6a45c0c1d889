import type { HttpClient, HttpResponse, Platform, TlsOptions } from '@cartridge-on-kubernetes/platform';
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
  send(request: WireRequest): Promise<HttpResponse>;
  invalidateCredentials(): void;
  close(): Promise<void>;
}

export interface TransportOptions {
  platform: Platform;
  connection: Connection;
  userAgent: string;
  /** learns from each answer what time it is there */
  serverClock?: ServerClock | undefined;
}

/** Below the shortest idle timeout of usual load balancers, so that a request rarely meets a closed socket. */
const keepAliveSeconds = 30;

/** A rotated client certificate gets fresh connections; the old ones end when their requests have ended. */
export function createTransport(options: TransportOptions): Transport {
  const { platform, connection, userAgent, serverClock } = options;
  const server = parseServer(connection.server);
  let client: HttpClient | undefined;
  let clientCredentials: Credentials | undefined;

  function clientFor(credentials: Credentials): HttpClient {
    const same =
      clientCredentials?.certificate === credentials.certificate &&
      clientCredentials?.key === credentials.key;
    if (client !== undefined && same) return client;
    client?.close().catch(() => {});
    client = platform.connect({ tls: tlsOptions(connection, credentials), keepAliveSeconds });
    clientCredentials = credentials;
    return client;
  }

  return {
    async send(request) {
      const credentials = await connection.credentials.current();
      const learnTime = serverClock?.ask();
      try {
        const response = await clientFor(credentials).send({
          origin: server.origin,
          method: request.method,
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
      await client?.destroy();
    },
  };
}

function parseServer(server: string): { origin: string; basePath: string } {
  const url = new URL(server);
  return { origin: url.origin, basePath: url.pathname.replace(/\/+$/, '') };
}

function tlsOptions({ tls }: Connection, { certificate, key }: Credentials): TlsOptions {
  return { ca: tls.ca, serverName: tls.serverName, insecure: tls.insecure, certificate, key };
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
