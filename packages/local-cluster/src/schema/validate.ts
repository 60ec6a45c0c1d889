import { isQuantity } from '@cartridge-on-kubernetes/api';
import { isRecord } from './decode.ts';
import { childField, type FieldError, fieldErrors, keyedField } from './field-error.ts';
import { validateFormat } from './formats.ts';
import { type JsonSchema, resolveSchema } from './json-schema.ts';
import { quantityRule } from './quantity-rule.ts';
import { validateCombinations } from './validate-combinations.ts';
import { validateArray, validateNumber, validateString } from './validate-values.ts';

/** Judges built-in kinds by required fields, enums and quantities; all else is said by the kind's own rules. */
export function validateBuiltin(schema: JsonSchema, value: unknown, path: string): FieldError[] {
  const type = resolveSchema(schema);
  if (schema.$ref === quantityName) return quantityErrors(value, path);
  if (Array.isArray(value)) {
    const items = type.items;
    return items ? value.flatMap((item, index) => validateBuiltin(items, item, keyedField(path, index))) : [];
  }
  if (!isRecord(value)) return enumErrors(type, value, path);
  const errors: FieldError[] = [];
  for (const name of type.required ?? [])
    if (value[name] === undefined || (value[name] === '' && type.properties?.[name]?.default === ''))
      errors.push(fieldErrors.required(childField(path, name)));
  for (const [name, item] of Object.entries(value)) {
    // What a controller reports is not judged by required fields: kubelet itself writes empty ones.
    if (path === '' && name === 'status') continue;
    const named = type.properties && Object.hasOwn(type.properties, name) ? type.properties[name] : undefined;
    if (named) errors.push(...validateBuiltin(named, item, childField(path, name)));
    else if (typeof type.additionalProperties === 'object')
      errors.push(...validateBuiltin(type.additionalProperties, item, keyedField(path, name)));
  }
  return errors;
}

const quantityName = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

function quantityErrors(value: unknown, path: string): FieldError[] {
  if (typeof value === 'string' && isQuantity(value)) return [];
  return [fieldErrors.invalid(path, value, quantityRule)];
}

function enumErrors(type: JsonSchema, value: unknown, path: string): FieldError[] {
  if (!type.enum || value === '' || type.enum.includes(value)) return [];
  return [fieldErrors.notSupported(path, value, type.enum)];
}

/** Judges a custom resource by its structural schema, with the sentences of kube-apiserver. */
export function validateCustom(schema: JsonSchema, value: unknown, path: string): FieldError[] {
  if (schema.$ref !== undefined) return [];
  if (value === null) return schema.nullable ? [] : [typeError(schema, value, path)];
  if (!hasType(schema, value)) return [typeError(schema, value, path)];
  return [
    ...enumViolations(schema, value, path),
    ...validateCombinations({ schema, value, path, validate: validateCustom }),
    ...structureErrors(schema, value, path),
  ];
}

function structureErrors(schema: JsonSchema, value: unknown, path: string): FieldError[] {
  if (typeof value === 'string')
    return [...validateString(schema, value, path), ...validateFormat(schema, value, path)];
  if (typeof value === 'number') return validateNumber(schema, value, path);
  if (Array.isArray(value)) {
    const items = schema.items;
    const errors = validateArray(schema, value, path);
    return items
      ? [...errors, ...value.flatMap((item, index) => validateCustom(items, item, keyedField(path, index)))]
      : errors;
  }
  return isRecord(value) ? objectErrors(schema, value, path) : [];
}

function objectErrors(schema: JsonSchema, value: Record<string, unknown>, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const count = Object.keys(value).length;
  if (schema.maxProperties !== undefined && count > schema.maxProperties)
    errors.push(fieldErrors.tooMany(path, count, schema.maxProperties));
  if (schema.minProperties !== undefined && count < schema.minProperties)
    errors.push(
      fieldErrors.invalid(
        path,
        count,
        `${path} in body should have at least ${schema.minProperties} properties`,
      ),
    );
  for (const name of schema.required ?? [])
    if (value[name] === undefined) errors.push(fieldErrors.required(childField(path, name)));
  for (const [name, item] of Object.entries(value)) {
    const named =
      schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (named) errors.push(...validateCustom(named, item, childField(path, name)));
    else if (typeof schema.additionalProperties === 'object')
      errors.push(...validateCustom(schema.additionalProperties, item, childField(path, name)));
  }
  return errors;
}

function enumViolations(schema: JsonSchema, value: unknown, path: string): FieldError[] {
  if (!schema.enum) return [];
  const text = JSON.stringify(value);
  return schema.enum.some(allowed => JSON.stringify(allowed) === text)
    ? []
    : [fieldErrors.notSupported(path, value, schema.enum)];
}

function hasType(schema: JsonSchema, value: unknown): boolean {
  if (schema['x-kubernetes-int-or-string']) return typeof value === 'string' || Number.isInteger(value);
  switch (schema.type) {
    case undefined:
      return true;
    case 'object':
      return isRecord(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === schema.type;
  }
}

function typeError(schema: JsonSchema, value: unknown, path: string): FieldError {
  const wanted = schema['x-kubernetes-int-or-string'] ? 'integer,string' : (schema.type ?? 'object');
  const got = jsonType(value);
  return fieldErrors.typeInvalid(
    path,
    got,
    `${path} in body must be of type ${wanted}: ${JSON.stringify(got)}`,
  );
}

function jsonType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
