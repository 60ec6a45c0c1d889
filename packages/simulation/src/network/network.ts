import type { HttpRequest, HttpResponse } from '@cartridge-on-kubernetes/platform';
import type { Chance } from '../time/chance.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { Weather } from './weather.ts';

export type Answer = { kind: 'answered'; response: HttpResponse } | { kind: 'broken'; error: Error };

export interface NetworkParts {
  time: VirtualTime;
  chance: Chance;
  weather: Weather;
}

export type Deliver = (answer: Answer) => void;

/** Milliseconds that a request, or its answer, is on its way. */
export function latency({ chance }: NetworkParts): number {
  return chance.between(0.5, 20);
}

export function answered(status: number, body: string, headers: HttpResponse['headers'] = {}): Answer {
  return { kind: 'answered', response: { status, headers, body: textBody(body) } };
}

export function broken(code: 'ECONNREFUSED' | 'ECONNRESET'): Answer {
  return { kind: 'broken', error: Object.assign(new Error(`connect ${code}`), { code }) };
}

export interface Route {
  /** of the origins that lead there */
  matches(origin: string): boolean;
  serve(request: HttpRequest, deliver: Deliver): void;
}

/** Takes each request to the server that its origin names. */
export function route(routes: readonly Route[], request: HttpRequest, deliver: Deliver): void {
  const found = routes.find(({ matches }) => matches(request.origin));
  if (found === undefined) throw new Error(`The simulation has no server at ${request.origin}`);
  found.serve(request, deliver);
}

function textBody(text: string): HttpResponse['body'] {
  return {
    text: async () => text,
    async *[Symbol.asyncIterator]() {
      yield new TextEncoder().encode(text);
    },
  };
}
