import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One request to a real Cartridge and its whole answer. */
export interface Exchange {
  step: string;
  request: { query: string; variables?: Record<string, unknown> };
  http_status: number;
  response: RecordedAnswer;
}

export interface RecordedAnswer {
  data?: Record<string, unknown>;
  errors?: Array<{ message: string; extensions?: Record<string, string> }>;
}

const folder = fileURLToPath(new URL('../../testdata/recordings/', import.meta.url));

export const recordingNames = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .sort();

/** The admin API exchanges of a recording; plain HTTP requests, which the client never makes, are left out. */
export function readRecording(name: string): Exchange[] {
  const { exchanges } = JSON.parse(readFileSync(`${folder}${name}`, 'utf8')) as { exchanges: Exchange[] };
  return exchanges.filter(exchange => exchange.request);
}

/** Its one exchange whose step has this text. */
export function findExchange(name: string, step: string): Exchange {
  const found = readRecording(name).find(exchange => exchange.step === step);
  if (!found) throw new Error(`${name} has no step "${step}"`);
  return found;
}

export function isTopologyQuery({ request }: Exchange): boolean {
  return request.query.startsWith('<the topology query');
}
