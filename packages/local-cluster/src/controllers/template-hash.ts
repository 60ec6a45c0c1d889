import { canonicalJson } from '../objects/canonical-json.ts';

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A short stable name part for a value: FNV-1a of its JSON with sorted keys, in the letters Kubernetes uses. */
export function hashTemplate(value: unknown, collisionCount = 0): string {
  const text = `${canonicalJson(value)}${collisionCount || ''}`;
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return [...String(hash)].map(digit => alphabet[digit.charCodeAt(0) % alphabet.length]).join('');
}
