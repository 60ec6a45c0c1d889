// Fields of JSON objects under keys that come from outside. `record[key]` follows the prototype for keys such as
// `__proto__` and `constructor`, and assigning to `__proto__` changes it; these functions treat every key as data.

export type JsonRecord = Record<string, unknown>;

export function isJsonRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** undefined where the object itself has no such field. */
export function ownField(record: Readonly<JsonRecord>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

export function setOwnField(record: JsonRecord, key: string, value: unknown): void {
  if (key !== '__proto__') record[key] = value;
  else Object.defineProperty(record, key, { value, writable: true, enumerable: true, configurable: true });
}
