import { celProgram } from './cel-environment.ts';
import { isRecord } from './decode.ts';
import { childField, type FieldError, fieldErrors, keyedField } from './field-error.ts';
import type { JsonSchema, ValidationRule } from './json-schema.ts';

interface CelInput {
  schema: JsonSchema;
  value: unknown;
  /** the value before an update; rules that name oldSelf hold only then */
  previous: unknown;
  path: string;
}

/** The x-kubernetes-validations of a schema and of everything below it. */
export function validateCelRules(input: CelInput): FieldError[] {
  const { schema, value } = input;
  if (value === undefined || value === null) return [];
  const own = (schema['x-kubernetes-validations'] ?? []).flatMap(rule => ruleErrors(rule, input));
  return [...own, ...childErrors(input)];
}

const schemasWithRules = new WeakMap<JsonSchema, boolean>();

export function hasCelRules(schema: JsonSchema): boolean {
  let has = schemasWithRules.get(schema);
  if (has === undefined) {
    const below = [
      ...Object.values(schema.properties ?? {}),
      ...(schema.items ? [schema.items] : []),
      ...(typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : []),
    ];
    has = (schema['x-kubernetes-validations'] ?? []).length > 0 || below.some(hasCelRules);
    schemasWithRules.set(schema, has);
  }
  return has;
}

function childErrors({ schema, value, previous, path }: CelInput): FieldError[] {
  if (Array.isArray(value)) {
    const items = schema.items;
    if (!items) return [];
    return value.flatMap((item, index) =>
      validateCelRules({
        schema: items,
        value: item,
        previous: oldElement(schema, previous, item),
        path: keyedField(path, index),
      }),
    );
  }
  if (!isRecord(value)) return [];
  const before = isRecord(previous) ? previous : {};
  return Object.entries(value).flatMap(([name, item]) => {
    const named =
      schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (named)
      return validateCelRules({
        schema: named,
        value: item,
        previous: before[name],
        path: childField(path, name),
      });
    const additional = schema.additionalProperties;
    if (typeof additional !== 'object') return [];
    return validateCelRules({
      schema: additional,
      value: item,
      previous: before[name],
      path: keyedField(path, name),
    });
  });
}

/** The old element with the same keys, in a keyed list; undefined for other lists, whose elements have no identity. */
function oldElement(schema: JsonSchema, previous: unknown, item: unknown): unknown {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-list-type'] !== 'map' || !keys || !Array.isArray(previous) || !isRecord(item))
    return undefined;
  return previous.find(old => isRecord(old) && keys.every(key => old[key] === item[key]));
}

function ruleErrors(rule: ValidationRule, { schema, value, previous, path }: CelInput): FieldError[] {
  const usesOld = /\boldSelf\b/.test(rule.rule);
  if (usesOld && previous === undefined && !rule.optionalOldSelf) return [];
  const context = {
    self: celValue(schema, value),
    ...(previous !== undefined && { oldSelf: celValue(schema, previous) }),
  };
  const field = rule.fieldPath === undefined ? path : `${path}${rule.fieldPath}`;
  let problem: string | undefined;
  try {
    if (celProgram(rule.rule)(context) === true) return [];
  } catch (error) {
    problem = `${error instanceof Error ? error.message : String(error)} evaluating rule: ${rule.message ?? rule.rule}`;
  }
  return [
    errorOf(rule, { field, type: schema.type ?? 'object', detail: problem ?? messageOf(rule, context) }),
  ];
}

function messageOf(rule: ValidationRule, context: Record<string, unknown>): string {
  if (rule.messageExpression !== undefined) {
    try {
      const text = celProgram(rule.messageExpression)(context);
      if (typeof text === 'string' && text.trim() !== '') return text;
    } catch {
      // As with kube-apiserver, a broken message expression falls back to the plain message.
    }
  }
  return rule.message ?? `failed rule: ${rule.rule}`;
}

function errorOf(
  rule: ValidationRule,
  { field, type, detail }: { field: string; type: string; detail: string },
): FieldError {
  switch (rule.reason) {
    case 'FieldValueForbidden':
      return fieldErrors.forbidden(field, detail);
    case 'FieldValueRequired':
      return fieldErrors.required(field, detail);
    case 'FieldValueDuplicate':
      return fieldErrors.duplicate(field, type);
    default:
      return fieldErrors.invalid(field, type, detail);
  }
}

/** CEL tells integers from doubles, JSON does not: the schema says which. */
function celValue(schema: JsonSchema | undefined, value: unknown): unknown {
  if (typeof value === 'number') {
    const isInteger =
      schema?.type === 'integer' ||
      schema?.['x-kubernetes-int-or-string'] ||
      (schema?.type === undefined && Number.isInteger(value));
    return isInteger ? BigInt(value) : value;
  }
  if (Array.isArray(value)) return value.map(item => celValue(schema?.items, item));
  if (!isRecord(value)) return value;
  const additional =
    typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      celValue(schema?.properties?.[name] ?? additional, item),
    ]),
  );
}
