import { type Clock, type HttpClient, startDeadline } from '@cartridge-on-kubernetes/platform';
import { AdminError, type AdminErrorCode } from '../errors.ts';
import { classifyError, type WireError } from './classify-error.ts';
import { readBody, TooLargeError } from './read-body.ts';

/** User `admin` with the cluster cookie as its password, unless the app defines others. */
export interface Credentials {
  username: string;
  password: string;
}

export interface TransportOptions {
  /** `http://host:8081`, with the Web UI prefix if the app sets one */
  baseUrl: string;
  credentials?: Credentials;
  /** shared by the clients of all instances */
  http: HttpClient;
  clock: Clock;
}

/** What every call accepts. */
export interface CallOptions {
  signal?: AbortSignal;
  /** replaces the call's own deadline */
  deadlineSeconds?: number;
}

interface GraphqlRequest extends CallOptions {
  /** name of the admin API call, for errors */
  call: string;
  query: string;
  variables?: Record<string, unknown>;
  deadlineSeconds: number;
}

interface GraphqlQuery<Data, Value> extends GraphqlRequest {
  /** the answer's `data` as domain values; a TypeError in it becomes BadAnswer */
  parse: (data: Data) => Value;
}

export interface Transport {
  readonly baseUrl: string;
  /** Sends one query and parses its answer. Throws AdminError only. */
  send<Data, Value>(request: GraphqlQuery<Data, Value>): Promise<Value>;
}

/** POST <baseUrl>/admin/api. Cartridge answers HTTP 200 for its own errors too. */
export function createTransport(options: TransportOptions): Transport {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const headers = requestHeaders(options.credentials);
  return {
    baseUrl,
    async send(graphql) {
      const answer = await post({ ...options, baseUrl, headers, graphql });
      return readAnswer({ answer, baseUrl, call: graphql.call }, graphql.parse);
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
  http: HttpClient;
  clock: Clock;
  baseUrl: string;
  headers: Record<string, string>;
  graphql: GraphqlRequest;
}

interface Answer {
  status: number;
  text: string;
}

async function post({ http, clock, baseUrl, headers, graphql }: Post): Promise<Answer> {
  const deadline = startDeadline({ clock, seconds: graphql.deadlineSeconds, caller: graphql.signal });
  try {
    const { origin, pathname } = new URL(`${baseUrl}/admin/api`);
    const response = await http.send({
      origin,
      path: pathname,
      method: 'POST',
      headers,
      body: JSON.stringify({ query: graphql.query, variables: graphql.variables ?? null }),
      signal: deadline.signal,
    });
    return { status: response.status, text: await readBody(response.body) };
  } catch (cause) {
    const code = codeOfFailure(cause, {
      isLate: deadline.isOver(),
      isAborted: graphql.signal?.aborted === true,
    });
    const message = describeFailure({ code, graphql, baseUrl, cause });
    throw new AdminError(message, { code, call: graphql.call, baseUrl, cause });
  } finally {
    deadline.release();
  }
}

function codeOfFailure(
  cause: unknown,
  { isLate, isAborted }: Record<'isLate' | 'isAborted', boolean>,
): AdminErrorCode {
  if (cause instanceof TooLargeError) return 'AnswerTooLarge';
  if (isLate) return 'Timeout';
  return isAborted ? 'Aborted' : 'Unreachable';
}

interface Failure {
  code: AdminErrorCode;
  graphql: GraphqlRequest;
  baseUrl: string;
  cause: unknown;
}

function describeFailure({ code, graphql, baseUrl, cause }: Failure): string {
  if (code === 'Timeout') {
    const afterwards = graphql.query.startsWith('mutation') ? '; the change may still be going on' : '';
    return `${graphql.call}: ${baseUrl} gave no answer in ${graphql.deadlineSeconds} s${afterwards}`;
  }
  if (code === 'Aborted') return `${graphql.call}: the caller gave up waiting for ${baseUrl}`;
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (code === 'AnswerTooLarge')
    return `${graphql.call}: ${baseUrl} does not answer as the admin API does: ${reason}`;
  return `${graphql.call}: no connection to ${baseUrl}: ${reason}`;
}

interface AnswerTo {
  answer: Answer;
  baseUrl: string;
  call: string;
}

function readAnswer<Data, Value>(of: AnswerTo, parse: (data: Data) => Value): Value {
  const { answer, baseUrl, call } = of;
  if (answer.status === 401 || answer.status === 403)
    throw new AdminError(`${call}: ${baseUrl} refused the credentials`, {
      code: 'Unauthorized',
      call,
      baseUrl,
    });
  const { data, errors } = parseBody(of);
  if (errors?.[0]) throw cartridgeError({ error: errors[0], baseUrl, call });
  if (data == null) throw badAnswer(of);
  try {
    return parse(data as Data);
  } catch (cause) {
    throw badAnswer(of, cause);
  }
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
  const message = `${call}: ${baseUrl} answered HTTP ${answer.status}, not as the admin API does: ${start}`;
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
