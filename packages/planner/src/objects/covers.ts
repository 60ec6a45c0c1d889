import { parseQuantity } from '@cartridge-on-kubernetes/api';

/**
 * Whether `live` holds all that `wanted` says. The API server fills in defaults, writes quantities its own way
 * (0.1 becomes 100m) and drops nulls and empty values, so `live` may hold more.
 */
export function covers(live: unknown, wanted: unknown): boolean {
  if (isEmpty(wanted)) return true;
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(live) &&
      live.length === wanted.length &&
      wanted.every((item, index) => covers(live[index], item))
    );
  }
  if (isRecord(wanted))
    return isRecord(live) && Object.entries(wanted).every(([key, field]) => covers(live[key], field));
  return live === wanted || isSameQuantity(live, wanted);
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}

function isSameQuantity(live: unknown, wanted: unknown): boolean {
  if (typeof live !== 'string' || (typeof wanted !== 'string' && typeof wanted !== 'number')) return false;
  const left = parseQuantity(live);
  return left !== null && left === parseQuantity(String(wanted));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
