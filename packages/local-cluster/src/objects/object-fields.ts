import { isRecord } from '../schema/decode.ts';

export type Fields = Record<string, unknown>;

/** The object at a field, or an empty one where there is none: reading never fails on a partial object. */
export function fieldsOf(value: unknown, ...path: string[]): Fields {
  let current = value;
  for (const name of path) current = isRecord(current) ? current[name] : undefined;
  return isRecord(current) ? current : {};
}

export function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function numberOf(value: unknown, fallback = 0): number {
  return typeof value === 'number' ? value : fallback;
}

/** Sets a field that is undefined. */
export function setDefault(fields: Fields, name: string, value: unknown): void {
  if (fields[name] === undefined || fields[name] === '') fields[name] = value;
}

/** The nested object at a field of an object that is being built, made when absent. */
export function ensureFields(fields: Fields, name: string): Fields {
  const current = fields[name];
  if (isRecord(current)) return current;
  const made: Fields = {};
  fields[name] = made;
  return made;
}
