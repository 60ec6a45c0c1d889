import { isRecord } from '../schema/decode.ts';

/** Paths such as `.spec.replicas`, as CustomResourceDefinitions name fields. */
export function readPath(object: unknown, path: string): unknown {
  let current = object;
  for (const name of names(path)) current = isRecord(current) ? current[name] : undefined;
  return current;
}

/** Changes the object in place; objects on the way are made where they are missing. */
export function writePath(object: unknown, path: string, value: unknown): void {
  const parts = names(path);
  const last = parts.pop();
  let current = object as Record<string, unknown>;
  for (const name of parts) {
    if (!isRecord(current[name])) current[name] = {};
    current = current[name] as Record<string, unknown>;
  }
  if (last !== undefined) current[last] = value;
}

function names(path: string): string[] {
  return path.split('.').filter(name => name !== '');
}
