import { parseFacts } from './facts.ts';

/** An OpenAPI v3 schema as Kubernetes writes it; built-in kinds and custom resources use the same form. */
export interface JsonSchema {
  $ref?: string;
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  format?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  required?: string[];
  default?: unknown;
  enum?: unknown[];
  nullable?: boolean;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: boolean;
  exclusiveMaximum?: boolean;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minProperties?: number;
  maxProperties?: number;
  allOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  not?: JsonSchema;
  'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-map-type'?: 'atomic' | 'granular';
  'x-kubernetes-patch-strategy'?: string;
  'x-kubernetes-patch-merge-key'?: string;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  'x-kubernetes-embedded-resource'?: boolean;
  'x-kubernetes-validations'?: ValidationRule[];
}

export interface ValidationRule {
  rule: string;
  message?: string;
  messageExpression?: string;
  reason?: string;
  fieldPath?: string;
  optionalOldSelf?: boolean;
}

export const objectMetaSchema: JsonSchema = { $ref: 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' };

let definitions: Record<string, JsonSchema> | undefined;

export function builtinSchema(name: string): JsonSchema {
  definitions ??= parseFacts<Record<string, JsonSchema>>('schemas.json');
  const schema = definitions[name];
  if (!schema) throw new Error(`The API facts have no schema ${name}`);
  return schema;
}

/** Follows a reference; what stands beside `$ref` (a default, a patch strategy) belongs to the field, not to its type. */
export function resolveSchema(schema: JsonSchema): JsonSchema {
  return schema.$ref === undefined ? schema : builtinSchema(schema.$ref);
}

/** The schema of one field of an object, whether named or a map's value; undefined when unknown. */
export function fieldSchema(schema: JsonSchema, name: string): JsonSchema | undefined {
  const type = resolveSchema(schema);
  const named = type.properties;
  if (named && Object.hasOwn(named, name)) return named[name];
  return typeof type.additionalProperties === 'object' ? type.additionalProperties : undefined;
}

/** A value no schema describes (JSON, RawExtension, FieldsV1): kept as it is. */
export function isFreeForm(schema: JsonSchema): boolean {
  return (
    schema.properties === undefined &&
    schema.additionalProperties === undefined &&
    schema.items === undefined &&
    (schema.type === undefined || schema.type === 'object') &&
    schema.oneOf === undefined
  );
}
