import { isJsonRecord, ownField } from './own-field.ts';

/** Equality of JSON values; a field that is undefined counts as left out. */
export function deepEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => deepEqual(item, right[index]))
    );
  }
  if (!isJsonRecord(left) || !isJsonRecord(right)) return false;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every(key => deepEqual(ownField(left, key), ownField(right, key)));
}
