import {
  type ApiAnswer,
  type ApiModel,
  type ApiRequest,
  refusal,
} from '@cartridge-on-kubernetes/kube/testing';
import type { HttpRequest } from '@cartridge-on-kubernetes/platform';
import { EventStream } from './event-stream.ts';
import { answered, broken, type Deliver, latency, type NetworkParts, type Route } from './network.ts';

export const KUBERNETES_ORIGIN = 'http://kubernetes';

export interface KubernetesRouteOptions extends NetworkParts {
  api: ApiModel;
  /** the API server's wall clock, milliseconds since 1970 */
  now(): number;
  /** told of each request that is carried out, before it is */
  onRequest(request: ApiRequest): void;
}

/** The way to the Kubernetes API: requests get lost before and after they are carried out, watches lag and break. */
export class KubernetesRoute implements Route {
  readonly #options: KubernetesRouteOptions;
  readonly #streams = new Set<EventStream>();

  constructor(options: KubernetesRouteOptions) {
    this.#options = options;
  }

  matches(origin: string): boolean {
    return origin === KUBERNETES_ORIGIN;
  }

  /** Every connection of a watch breaks. */
  cutWatches(): void {
    for (const stream of this.#streams) stream.end(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    this.#streams.clear();
  }

  serve(request: HttpRequest, deliver: Deliver): void {
    const { time, chance, weather } = this.#options;
    time.after(latency(this.#options), () => {
      if (weather.isKubernetesAway) return deliver(broken('ECONNREFUSED'));
      const parsed = parse(request);
      if (parsed.query.get('watch') === 'true') return this.#watch(request, parsed, deliver);
      const refused = chance.happens(weather.refusals) ? this.#refuse(parsed) : null;
      if (refused === null) this.#options.onRequest(parsed);
      const { status, body, headers } = refused ?? this.#options.api.answer(parsed);
      if (chance.happens(weather.lostAnswers)) {
        if (chance.happens(0.5)) time.after(latency(this.#options), () => deliver(broken('ECONNRESET')));
        return;
      }
      const date = new Date(this.#options.now()).toUTCString();
      time.after(latency(this.#options), () => deliver(answered(status, body, { date, ...headers })));
    });
  }

  /** An answer of a busy API server, or a conflict with another writer. */
  #refuse({ method }: ApiRequest): ApiAnswer {
    const { chance } = this.#options;
    if (method !== 'GET' && chance.happens(0.4))
      return refusal({ status: 409, reason: 'Conflict', message: 'the object has been modified' });
    if (chance.happens(0.5))
      return refusal({ status: 429, reason: 'TooManyRequests', headers: { 'retry-after': '1' } });
    return refusal({ status: 500, reason: 'InternalError', message: 'etcdserver: leader changed' });
  }

  #watch(request: HttpRequest, parsed: ApiRequest, deliver: Deliver): void {
    const { time, weather, api } = this.#options;
    const stream = new EventStream();
    this.#streams.add(stream);
    let lastDue = 0;
    /** Events keep their order, however long each takes. */
    const inOrder = (task: () => void): void => {
      const delay = latency(this.#options) + weather.watchLagSeconds * 1000;
      lastDue = Math.max(lastDue, time.now + delay);
      time.after(lastDue - time.now, task);
    };
    const close = (error: Error | null): void => {
      this.#streams.delete(stream);
      watch?.close();
      stream.end(error);
    };
    inOrder(() => deliver({ kind: 'answered', response: { status: 200, headers: {}, body: stream } }));
    const watch = api.openWatch(parsed, {
      bookmarks: parsed.query.get('allowWatchBookmarks') === 'true',
      send: line => inOrder(() => stream.push(line)),
      end: () => inOrder(() => close(null)),
    });
    if (watch === null) {
      inOrder(() => close(null));
      return;
    }
    time.after(Number(parsed.query.get('timeoutSeconds') ?? 1800) * 1000, () => close(null));
    request.signal.addEventListener('abort', () => close(request.signal.reason as Error), { once: true });
  }
}

function parse({ method, path, headers, body }: HttpRequest): ApiRequest {
  const [pathname = '', search] = path.split('?');
  return {
    method,
    path: pathname,
    query: new URLSearchParams(search),
    contentType: headers['content-type'],
    body: body ?? '',
  };
}
