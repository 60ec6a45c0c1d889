import { isRecord } from './decode.ts';
import { type FieldError, fieldErrors, keyedField } from './field-error.ts';
import type { JsonSchema } from './json-schema.ts';

/** Bounds of single values of custom resources, worded as kube-apiserver does. */
export function validateString(schema: JsonSchema, value: string, path: string): FieldError[] {
  const length = [...value].length;
  // The first problem of a string is the only one that is told.
  if (schema.maxLength !== undefined && length > schema.maxLength)
    return [fieldErrors.tooLong(path, schema.maxLength)];
  if (schema.minLength !== undefined && length < schema.minLength)
    return [
      fieldErrors.invalid(path, value, `${path} in body should be at least ${schema.minLength} chars long`),
    ];
  if (schema.pattern !== undefined && !compiledPattern(schema.pattern).test(value))
    return [fieldErrors.invalid(path, value, `${path} in body should match '${schema.pattern}'`)];
  return [];
}

const patterns = new Map<string, RegExp>();

function compiledPattern(pattern: string): RegExp {
  let compiled = patterns.get(pattern);
  if (!compiled) {
    compiled = new RegExp(pattern);
    patterns.set(pattern, compiled);
  }
  return compiled;
}

export function validateNumber(schema: JsonSchema, value: number, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const { minimum, maximum, multipleOf } = schema;
  if (maximum !== undefined && (schema.exclusiveMaximum ? value >= maximum : value > maximum))
    errors.push(
      fieldErrors.invalid(
        path,
        value,
        `${path} in body should be less than ${schema.exclusiveMaximum ? '' : 'or equal to '}${maximum}`,
      ),
    );
  if (minimum !== undefined && (schema.exclusiveMinimum ? value <= minimum : value < minimum))
    errors.push(
      fieldErrors.invalid(
        path,
        value,
        `${path} in body should be greater than ${schema.exclusiveMinimum ? '' : 'or equal to '}${minimum}`,
      ),
    );
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf))
    errors.push(fieldErrors.invalid(path, value, `${path} in body should be a multiple of ${multipleOf}`));
  return errors;
}

export function validateArray(schema: JsonSchema, value: unknown[], path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (schema.maxItems !== undefined && value.length > schema.maxItems)
    errors.push(fieldErrors.tooMany(path, value.length, schema.maxItems));
  if (schema.minItems !== undefined && value.length < schema.minItems)
    errors.push(
      fieldErrors.invalid(
        path,
        value.length,
        `${path} in body should have at least ${schema.minItems} items`,
      ),
    );
  return [...errors, ...duplicateErrors(schema, value, path)];
}

function duplicateErrors(schema: JsonSchema, value: unknown[], path: string): FieldError[] {
  const listType = schema['x-kubernetes-list-type'];
  if (listType !== 'set' && listType !== 'map' && !schema.uniqueItems) return [];
  const seen = new Set<string>();
  const errors: FieldError[] = [];
  for (const [index, item] of value.entries()) {
    const identity = listType === 'map' ? keysOf(schema, item) : item;
    const text = JSON.stringify(identity);
    if (seen.has(text)) errors.push(fieldErrors.duplicate(keyedField(path, index), identity));
    seen.add(text);
  }
  return errors;
}

function keysOf(schema: JsonSchema, item: unknown): Record<string, unknown> {
  if (!isRecord(item)) return {};
  return Object.fromEntries((schema['x-kubernetes-list-map-keys'] ?? []).map(key => [key, item[key]]));
}
