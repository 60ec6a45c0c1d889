import { isRecord } from '../schema/decode.ts';

/** As Go's %v prints a decoded JSON value: `map[image:x:1 ports:[80]]`. */
export function formatGoValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(formatGoValue).join(' ')}]`;
  if (!isRecord(value)) return String(value);
  const fields = Object.keys(value)
    .sort()
    .map(name => `${name}:${formatGoValue(value[name])}`);
  return `map[${fields.join(' ')}]`;
}
