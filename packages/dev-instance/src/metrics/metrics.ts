import type { Node } from '../cluster/node.ts';
import type { HttpServer } from '../http/http-server.ts';
import type { HostFunctions } from '../lua/lua-runtime.ts';

export interface MetricsExport {
  readonly path: string;
  readonly format: 'prometheus' | 'json' | 'health' | (string & {});
}

interface Sample {
  readonly kind: string;
  readonly help: string;
  readonly values: Map<string, { labels: Record<string, string>; value: number }>;
}

/** Numbers the application counts, and the routes that show them. */
export class Metrics {
  readonly #samples = new Map<string, Sample>();

  functions(onExport: (exports: readonly MetricsExport[]) => void): HostFunctions {
    const change = (compute: (old: number, given: number) => number) => {
      return (kind: string, name: string, help: string, given: number, labels: Record<string, string>) => {
        const sample = this.#samples.get(name) ?? { kind, help, values: new Map() };
        const key = JSON.stringify(labels);
        const value = compute(sample.values.get(key)?.value ?? 0, given);
        sample.values.set(key, { labels, value });
        this.#samples.set(name, sample);
      };
    };
    return {
      'metrics.export': onExport,
      'metrics.set': change((_old, given) => given),
      'metrics.add': change((old, given) => old + given),
    };
  }

  register(request: { http: HttpServer; exports: readonly MetricsExport[]; node: () => Node | null }): void {
    for (const { path, format } of request.exports) {
      request.http.route('GET', path, () => {
        if (format === 'health') return this.#health(request.node());
        const body = format === 'json' ? JSON.stringify(this.#json()) : this.#prometheus(request.node());
        const type = format === 'json' ? 'application/json; charset=utf-8' : 'text/plain; charset=utf8';
        return { headers: { 'Content-type': type }, body };
      });
    }
  }

  #health(node: Node | null) {
    return node?.applier.state === 'RolesConfigured' ? { status: 200 } : { status: 500 };
  }

  #json() {
    return [...this.#samples].flatMap(([metric_name, sample]) =>
      [...sample.values.values()].map(({ labels, value }) => ({ metric_name, label_pairs: labels, value })),
    );
  }

  #prometheus(node: Node | null): string {
    const lines = [
      '# HELP tnt_info_uptime Tarantool uptime',
      '# TYPE tnt_info_uptime gauge',
      `tnt_info_uptime ${Math.floor(process.uptime())}`,
      '# HELP tnt_info_memory_lua Memory of the process, in bytes',
      '# TYPE tnt_info_memory_lua gauge',
      `tnt_info_memory_lua ${process.memoryUsage.rss()}`,
      '# HELP tnt_read_only Is instance read only',
      '# TYPE tnt_read_only gauge',
      `tnt_read_only ${node?.box.isReadOnly === false ? 0 : 1}`,
    ];
    for (const [name, { kind, help, values }] of this.#samples) {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`);
      for (const { labels, value } of values.values()) {
        const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
        lines.push(`${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`);
      }
    }
    return `${lines.join('\n')}\n`;
  }
}
