import { type Clock, type HttpResponse, sleep } from '@cartridge-on-kubernetes/platform';
import { BadAnswerError, ConnectionError, errorFromStatus, type StatusError } from '../errors.ts';
import type { Status } from '../objects.ts';
import { abortError, type Transport, type WireRequest } from './transport.ts';

export interface ExchangeOptions {
  transport: Transport;
  clock: Clock;
  request: WireRequest;
  /** wait as a 429 (or a 5xx with Retry-After) asks and send again; an eviction's 429 is an answer, not a plea */
  retryWhenAsked: boolean;
}

const mostRetries = 10;
/** kube-apiserver asks for 1 s; a proxy's wish for minutes is not waited out here */
const longestWaitSeconds = 30;

/** Sends until there is an answer that is not "try again later"; throws the error class of a refusal. */
export async function exchange(options: ExchangeOptions): Promise<HttpResponse> {
  const { transport, request } = options;
  let refreshed = false;
  for (let attempt = 0; ; attempt += 1) {
    const response = await sendSurvivingStaleSocket(transport, request, attempt);
    if (response.status < 300) return response;
    const error = await readRefusal(response, request);
    if (error.httpStatus === 401 && !refreshed) {
      refreshed = true;
      transport.invalidateCredentials();
      continue;
    }
    const waitSeconds = options.retryWhenAsked ? askedWaitSeconds(error) : undefined;
    if (waitSeconds === undefined || attempt >= mostRetries) throw error;
    await sleep(options.clock, waitSeconds * 1000, request.signal);
    if (request.signal.aborted) throw error;
  }
}

/** Reads a whole JSON body. */
export async function readJson<T>(response: HttpResponse, request: WireRequest): Promise<T> {
  const text = await readText(response, request);
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new BadAnswerError(
      `Could not ${request.request}: the answer is not JSON but "${text.slice(0, 80)}"; is this a Kubernetes API?`,
      { cause },
    );
  }
}

export async function readText(response: HttpResponse, request: WireRequest): Promise<string> {
  try {
    return await response.body.text();
  } catch (cause) {
    if (request.signal.aborted) throw abortError(request, cause);
    throw new ConnectionError(`Could not ${request.request}: the connection broke in mid-answer`, { cause });
  }
}

/** A kept-alive socket may have been closed by the server at the same moment: reads are sent once more. */
async function sendSurvivingStaleSocket(
  transport: Transport,
  request: WireRequest,
  attempt: number,
): Promise<HttpResponse> {
  try {
    return await transport.send(request);
  } catch (error) {
    const repeatable = request.method === 'GET' && attempt === 0 && error instanceof ConnectionError;
    if (!repeatable || !isBrokenSocket(error.cause)) throw error;
    return transport.send(request);
  }
}

function isBrokenSocket(cause: unknown): boolean {
  const code = (cause as { code?: unknown } | undefined)?.code;
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET';
}

async function readRefusal(response: HttpResponse, request: WireRequest): Promise<StatusError> {
  const text = await readText(response, request);
  const retryAfter = Number(response.headers['retry-after']);
  return errorFromStatus({
    request: request.request,
    httpStatus: response.status,
    status: parseStatus(text),
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
  });
}

function parseStatus(text: string): Status {
  try {
    const parsed = JSON.parse(text) as Status | null;
    if (parsed !== null && typeof parsed === 'object') return parsed;
  } catch {
    // A proxy in front answers in its own words; they are all there is to say.
  }
  return text.trim() === '' ? {} : { message: text.trim().slice(0, 500) };
}

function askedWaitSeconds(error: StatusError): number | undefined {
  const retryable = error.httpStatus === 429 || error.httpStatus >= 500;
  if (!retryable || error.retryAfterSeconds === undefined) return undefined;
  if (error.retryAfterSeconds > longestWaitSeconds) return undefined;
  return error.retryAfterSeconds;
}
