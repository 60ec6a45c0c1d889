import { readFileSync } from 'node:fs';

export interface Exchange {
  readonly step: string;
  readonly instance_http_port?: number;
  readonly request?: { readonly query: string; readonly variables?: unknown };
  readonly response?: unknown;
  readonly http_status: number;
  readonly request_body?: string | null;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const FOLDER = new URL('../recordings/', import.meta.url);
const TOPOLOGY = '<the topology query, see topology-query.graphql>';

export const topologyQuery = readFileSync(new URL('topology-query.graphql', FOLDER), 'utf8');

/** The exchanges of one recorded scenario, in order. */
export function readRecording(name: string): readonly Exchange[] {
  return (JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as { exchanges: Exchange[] })
    .exchanges;
}

export function isTopology(exchange: Exchange): boolean {
  return exchange.request?.query === TOPOLOGY;
}
