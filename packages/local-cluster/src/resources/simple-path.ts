import { ownField, setOwnField } from '@cartridge-on-kubernetes/api';
import { isRecord } from '../schema/decode.ts';

/** Paths such as `.spec.replicas`, as CustomResourceDefinitions name fields. */
export function readPath(object: unknown, path: string): unknown {
  let current = object;
  for (const name of names(path)) current = isRecord(current) ? ownField(current, name) : undefined;
  return current;
}

/** Changes the object in place; objects on the way are made where they are missing. */
export function writePath(object: unknown, path: string, value: unknown): void {
  const parts = names(path);
  const last = parts.pop();
  let current = object as Record<string, unknown>;
  for (const name of parts) {
    const child = ownField(current, name);
    const next = isRecord(child) ? child : {};
    setOwnField(current, name, next);
    current = next;
  }
  if (last !== undefined) setOwnField(current, last, value);
}

function names(path: string): string[] {
  return path.split('.').filter(name => name !== '');
}
