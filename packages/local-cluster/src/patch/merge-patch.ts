import { isRecord } from '../schema/decode.ts';

/** JSON merge patch, RFC 7386. The arguments stay as they are. */
export function applyMergePatch(current: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return structuredClone(patch);
  const result: Record<string, unknown> = isRecord(current) ? { ...current } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = applyMergePatch(result[name], value);
  }
  return result;
}
