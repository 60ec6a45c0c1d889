import { sha1 } from './sha1.ts';
import { utf8 } from './utf8.ts';

/** RFC 4122 version 5 of a name within a namespace, lower case with hyphens. */
export function uuidV5(namespace: string, name: string): string {
  const digest = sha1([...parseUuid(namespace), ...utf8(name)]).slice(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.map(byte => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function parseUuid(text: string): number[] {
  const hex = text.replaceAll('-', '');
  return Array.from({ length: 16 }, (_, index) => Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16));
}
