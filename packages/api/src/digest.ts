/**
 * Short digest of a JSON value that does not depend on the order of its fields: FNV-1a, forwards and backwards. It tells
 * changes apart and protects nothing.
 */
export function digest(value: unknown): string {
  const text = canonicalJson(value);
  let forwards = OFFSET_BASIS;
  let backwards = OFFSET_BASIS;
  for (let index = 0, last = text.length - 1; index <= last; index += 1) {
    forwards = Math.imul(forwards ^ text.charCodeAt(index), PRIME);
    backwards = Math.imul(backwards ^ text.charCodeAt(last - index), PRIME);
  }
  return [forwards, backwards].map(word => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
  return `{${fields.join(',')}}`;
}
