import { isJsonRecord, type JsonRecord, ownField, setOwnField } from './own-field.ts';

/** JSON merge patch, RFC 7386: null removes a field. The arguments stay as they are. */
export function applyMergePatch(current: unknown, patch: unknown): unknown {
  if (!isJsonRecord(patch)) return Array.isArray(patch) ? structuredClone(patch) : patch;
  const result: JsonRecord = isJsonRecord(current) ? { ...current } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else setOwnField(result, key, applyMergePatch(ownField(result, key), value));
  }
  return result;
}
