import { ownField, setOwnField } from '@cartridge-on-kubernetes/api';
import { isRecord } from './decode.ts';
import { type JsonSchema, resolveSchema } from './json-schema.ts';

/**
 * Fills in the schema's defaults for absent fields. Changes the value in place.
 *
 * In the schemas of built-in kinds `default: {}` on a struct says that kube-apiserver always writes the field
 * (`status: {}`, `resources: {}`), while `""` and `0` only restate Go's zero values and are left out.
 */
export function applyBuiltinDefaults(schema: JsonSchema, value: unknown): void {
  const type = resolveSchema(schema);
  if (Array.isArray(value)) {
    const items = type.items;
    if (items) for (const item of value) applyBuiltinDefaults(items, item);
    return;
  }
  if (!isRecord(value)) return;
  for (const [name, field] of Object.entries(type.properties ?? {})) {
    if (ownField(value, name) === undefined && isWritten(field))
      setOwnField(value, name, structuredClone(field.default));
    applyBuiltinDefaults(field, ownField(value, name));
  }
  if (typeof type.additionalProperties === 'object')
    for (const item of Object.values(value)) applyBuiltinDefaults(type.additionalProperties, item);
}

function isWritten(field: JsonSchema): boolean {
  if (field.default === undefined || field.default === '' || field.default === 0) return false;
  return field.$ref !== undefined || !isRecord(field.default);
}

/** Structural defaulting of custom resources: absent fields, and nulls of fields that are not nullable. */
export function applyCustomDefaults(schema: JsonSchema, value: unknown): void {
  if (schema.$ref !== undefined) return;
  if (Array.isArray(value)) {
    if (schema.items) for (const item of value) applyCustomDefaults(schema.items, item);
    return;
  }
  if (!isRecord(value)) return;
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const given = ownField(value, name);
    const isMissing = given === undefined || (given === null && !field.nullable);
    if (isMissing && field.default !== undefined) setOwnField(value, name, structuredClone(field.default));
    applyCustomDefaults(field, ownField(value, name));
  }
  if (typeof schema.additionalProperties === 'object') {
    for (const [name, item] of Object.entries(value))
      if (!schema.properties || !Object.hasOwn(schema.properties, name))
        applyCustomDefaults(schema.additionalProperties, item);
  }
}
