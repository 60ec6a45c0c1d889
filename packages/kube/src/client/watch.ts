import { type Clock, startDeadline } from '@cartridge-on-kubernetes/platform';
import { ConnectionError, errorFromStatus } from '../errors.ts';
import type { WatchEvent } from '../objects.ts';
import { readText } from '../wire/exchange.ts';
import { readLines } from '../wire/lines.ts';
import { abortError, type Transport } from '../wire/transport.ts';

export interface WatchStream {
  transport: Transport;
  clock: Clock;
  path: string;
  query: string;
  request: string;
  signal: AbortSignal | undefined;
}

const headDeadlineSeconds = 30;

/** One watch request, until the server ends it. A clean end returns; a broken connection or a refusal throws. */
export async function* readWatch<T>(stream: WatchStream): AsyncGenerator<WatchEvent<T>> {
  const head = startDeadline({ clock: stream.clock, seconds: headDeadlineSeconds, caller: stream.signal });
  const { signal } = head;
  const request = { method: 'GET', path: stream.path + stream.query, request: stream.request, signal };
  try {
    const response = await stream.transport.send(request);
    head.lift();
    if (response.status !== 200) {
      if (response.status === 401) stream.transport.invalidateCredentials();
      const text = await readText(response, request);
      throw errorFromStatus({
        request: stream.request,
        httpStatus: response.status,
        status: parseObject(text),
        retryAfterSeconds: Number(response.headers['retry-after']) || undefined,
      });
    }
    yield* readEvents<T>(response.body, request);
  } finally {
    head.release();
    head.abort();
  }
}

async function* readEvents<T>(
  body: AsyncIterable<Uint8Array>,
  request: { request: string; signal: AbortSignal },
): AsyncGenerator<WatchEvent<T>> {
  const lines = readLines(body)[Symbol.asyncIterator]();
  for (;;) {
    let next: IteratorResult<string>;
    try {
      next = await lines.next();
    } catch (cause) {
      if (request.signal.aborted) throw abortError(request, cause);
      throw new ConnectionError(`Could not ${request.request}: the connection broke`, { cause });
    }
    if (next.done === true) return;
    if (next.value !== '') yield JSON.parse(next.value) as WatchEvent<T>;
  }
}

function parseObject(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    return { message: text.slice(0, 500) };
  }
}
