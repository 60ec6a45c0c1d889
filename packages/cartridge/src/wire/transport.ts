import { type Dispatcher, request } from 'undici';
import { AdminError, type AdminErrorCode, isAdminError } from '../errors.ts';
import { classifyError, type WireError } from './classify-error.ts';

/** User `admin` with the cluster cookie as its password, unless the app defines others. */
export interface Credentials {
  username: string;
  password: string;
}

export interface TransportOptions {
  /** `http://host:8081`, with the Web UI prefix if the app sets one */
  baseUrl: string;
  credentials?: Credentials;
  /** the connection pool; undici's global one when left out */
  dispatcher?: Dispatcher;
}

/** What every call accepts. */
export interface CallOptions {
  signal?: AbortSignal;
  /** replaces the call's own deadline */
  deadlineSeconds?: number;
}

export interface GraphqlRequest extends CallOptions {
  /** name of the admin API call, for errors */
  call: string;
  query: string;
  variables?: Record<string, unknown>;
  deadlineSeconds: number;
}

export interface Transport {
  readonly baseUrl: string;
  /** Sends one query; returns its `data`. Throws AdminError. */
  send<Data>(request: GraphqlRequest): Promise<Data>;
}

/** POST <baseUrl>/admin/api. Cartridge answers HTTP 200 for its own errors too. */
export function createTransport(options: TransportOptions): Transport {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const headers = requestHeaders(options.credentials);
  return {
    baseUrl,
    async send<Data>(graphql: GraphqlRequest): Promise<Data> {
      const answer = await post({ url: `${baseUrl}/admin/api`, headers, options, graphql });
      return readData<Data>({ answer, baseUrl, call: graphql.call });
    },
  };
}

function requestHeaders(credentials: Credentials | undefined): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (credentials) {
    // Sent always: with authentication off, Cartridge ignores it; with it on, there is no first failure.
    const pair = Buffer.from(`${credentials.username}:${credentials.password}`, 'utf8').toString('base64');
    headers.authorization = `Basic ${pair}`;
  }
  return headers;
}

interface Post {
  url: string;
  headers: Record<string, string>;
  options: TransportOptions;
  graphql: GraphqlRequest;
}

interface Answer {
  status: number;
  text: string;
}

async function post({ url, headers, options, graphql }: Post): Promise<Answer> {
  const { signal, release, expired } = joinDeadline(graphql);
  try {
    const response = await request(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query: graphql.query, variables: graphql.variables ?? null }),
      signal,
      ...(options.dispatcher && { dispatcher: options.dispatcher }),
    });
    return { status: response.statusCode, text: await response.body.text() };
  } catch (cause) {
    const code: AdminErrorCode = expired() ? 'Timeout' : graphql.signal?.aborted ? 'Aborted' : 'Unreachable';
    const baseUrl = options.baseUrl;
    throw new AdminError(describeFailure({ code, graphql, baseUrl, cause }), {
      code,
      call: graphql.call,
      baseUrl,
      cause,
    });
  } finally {
    release();
  }
}

/** AbortSignal.any keeps every derived signal alive as long as its source on Node 20, hence by hand. */
function joinDeadline({ signal, deadlineSeconds }: GraphqlRequest) {
  const controller = new AbortController();
  let isExpired = false;
  const timer = setTimeout(() => {
    isExpired = true;
    controller.abort();
  }, deadlineSeconds * 1000);
  const onAbort = () => controller.abort(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const release = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  };
  return { signal: controller.signal, release, expired: () => isExpired };
}

interface Failure {
  code: AdminErrorCode;
  graphql: GraphqlRequest;
  baseUrl: string;
  cause: unknown;
}

function describeFailure({ code, graphql, baseUrl, cause }: Failure): string {
  if (code === 'Timeout')
    return `${graphql.call}: ${baseUrl} gave no answer in ${graphql.deadlineSeconds} s; the change may still be going on`;
  if (code === 'Aborted') return `${graphql.call}: the caller gave up waiting for ${baseUrl}`;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return `${graphql.call}: no connection to ${baseUrl}: ${reason}`;
}

interface AnswerTo {
  answer: Answer;
  baseUrl: string;
  call: string;
}

function readData<Data>({ answer, baseUrl, call }: AnswerTo): Data {
  if (answer.status === 401 || answer.status === 403)
    throw new AdminError(`${call}: ${baseUrl} refused the credentials`, {
      code: 'Unauthorized',
      call,
      baseUrl,
    });
  const body = parseBody({ answer, baseUrl, call });
  const error = body.errors?.[0];
  if (error) throw cartridgeError({ error, baseUrl, call });
  if (body.data == null) throw badAnswer({ answer, baseUrl, call });
  return body.data as Data;
}

interface WireAnswer {
  data?: unknown;
  errors?: WireError[];
}

function parseBody(of: AnswerTo): WireAnswer {
  let body: unknown;
  try {
    body = JSON.parse(of.answer.text);
  } catch (cause) {
    throw badAnswer(of, cause);
  }
  if (typeof body !== 'object' || body === null) throw badAnswer(of);
  return body;
}

function badAnswer({ answer, baseUrl, call }: AnswerTo, cause?: unknown): AdminError {
  const start = answer.text.slice(0, 200);
  const message = `${call}: ${baseUrl} answered HTTP ${answer.status} without admin API data: ${start}`;
  return new AdminError(message, { code: 'BadAnswer', call, baseUrl, cause });
}

function cartridgeError(of: { error: WireError; baseUrl: string; call: string }): AdminError {
  const { error, baseUrl, call } = of;
  const classified = classifyError(error);
  const className = classified.className ? ` (${classified.className})` : '';
  return new AdminError(`${call}: ${baseUrl} answered: ${error.message}${className}`, {
    ...classified,
    call,
    baseUrl,
    cartridgeMessage: error.message,
  });
}

/** Turns data into domain values; a shape we did not expect becomes BadAnswer instead of a TypeError. */
export function parseAs<Wire, Value>(of: {
  transport: Transport;
  call: string;
  data: Wire;
  parse: (data: Wire) => Value;
}): Value {
  try {
    return of.parse(of.data);
  } catch (cause) {
    if (isAdminError(cause)) throw cause;
    const { baseUrl } = of.transport;
    const message = `${of.call}: ${baseUrl} answered data of an unexpected shape: ${String(cause)}`;
    throw new AdminError(message, { code: 'BadAnswer', call: of.call, baseUrl, cause });
  }
}
