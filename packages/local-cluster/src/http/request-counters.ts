import type { MetricFamily } from './metrics-text.ts';

type Labels = Readonly<Record<string, string>>;

export interface RequestLabels {
  verb: string;
  group: string;
  version: string;
  resource: string;
  /** for a path that is no resource: the path */
  subresource: string;
  /** what it asks for: one object, those of a namespace, those of the cluster; '' for other paths */
  scope: 'resource' | 'namespace' | 'cluster' | '';
  dry_run: string;
}

/** Counts the requests of authenticated users: answered requests as kube-apiserver does, and requests by user. */
export class RequestCounters {
  readonly #answered = new Counter();
  readonly #received = new Counter();

  received(request: RequestLabels, user: string): void {
    const { verb, group, resource, subresource } = request;
    this.#received.increment({ user, verb, group, resource, subresource });
  }

  answered(request: RequestLabels, code: number): void {
    this.#answered.increment({ code: String(code), component: 'apiserver', ...request });
  }

  families(): MetricFamily[] {
    return [
      {
        name: 'apiserver_request_total',
        help: 'Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code. A watch counts when it ends.',
        type: 'counter',
        samples: this.#answered.samples(),
      },
      {
        name: 'local_cluster_requests_received_total',
        help: 'Requests by who sent them. A watch counts when it begins.',
        type: 'counter',
        samples: this.#received.samples(),
      },
    ];
  }
}

class Counter {
  readonly #counts = new Map<string, { labels: Labels; value: number }>();

  increment(labels: Labels): void {
    const key = Object.values(labels).join('\n');
    const present = this.#counts.get(key);
    if (present) present.value += 1;
    else this.#counts.set(key, { labels, value: 1 });
  }

  samples(): { labels: Labels; value: number }[] {
    return [...this.#counts.values()];
  }
}
