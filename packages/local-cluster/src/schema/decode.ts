import { isFreeForm, type JsonSchema, objectMetaSchema, resolveSchema } from './json-schema.ts';
import { canonicalQuantity } from './quantity.ts';

/**
 * Reads a JSON value as a value of a schema: drops fields the schema does not know and says which, drops
 * nulls of built-in kinds (Go has no null), writes quantities canonically and refuses wrong JSON types of
 * built-in kinds. Types of custom resources are judged by validation, as kube-apiserver does.
 */
export interface Decoded {
  value: unknown;
  /** paths such as `spec.template.spec.containers[0].imgae` */
  unknownFields: string[];
}

/** A built-in kind got a JSON type it cannot hold; kube-apiserver answers 400 before anything else. */
export class WrongJsonType extends Error {
  override readonly name = 'WrongJsonType';
}

const quantityName = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

export function decodeBuiltin(schema: JsonSchema, value: unknown): Decoded {
  const reader = new BuiltinReader();
  return { value: reader.read(schema, value, ''), unknownFields: reader.unknownFields };
}

export function decodeCustom(schema: JsonSchema, value: unknown): Decoded {
  const unknownFields: string[] = [];
  return { value: pruneCustom({ schema, value, path: '', unknownFields, isRoot: true }), unknownFields };
}

class BuiltinReader {
  readonly unknownFields: string[] = [];

  read(schema: JsonSchema, value: unknown, path: string): unknown {
    const type = resolveSchema(schema);
    if (schema.$ref === quantityName) return this.readQuantity(value, path);
    if (isFreeForm(type)) return value;
    switch (type.type) {
      case 'object':
        return this.readObject(type, value, path);
      case 'array':
        return this.readArray(type, value, path);
      case 'string':
      case 'boolean':
        if (typeof value !== type.type) this.refuse(value, path, type.type === 'string' ? 'string' : 'bool');
        return value;
      case 'integer':
      case 'number':
        if (typeof value !== 'number') this.refuse(value, path, type.format ?? type.type);
        if (type.type === 'integer' && !Number.isInteger(value))
          this.refuse(value, path, type.format ?? 'integer', `number ${value}`);
        return value;
      case undefined:
        if (typeof value !== 'string' && typeof value !== 'number')
          this.refuse(value, path, 'string or number');
        return value;
    }
  }

  private readObject(type: JsonSchema, value: unknown, path: string): unknown {
    if (!isRecord(value)) return this.refuse(value, path, type.properties ? 'struct' : 'map[string]string');
    const result: Record<string, unknown> = {};
    for (const [name, item] of Object.entries(value)) {
      const field =
        type.properties && Object.hasOwn(type.properties, name) ? type.properties[name] : undefined;
      const schema =
        field ?? (typeof type.additionalProperties === 'object' ? type.additionalProperties : undefined);
      const itemPath = path === '' ? name : `${path}.${name}`;
      if (!schema) this.unknownFields.push(itemPath);
      else if (item !== null) result[name] = this.read(schema, item, itemPath);
      else if (!field && schema.type === 'string') result[name] = '';
    }
    return result;
  }

  private readArray(type: JsonSchema, value: unknown, path: string): unknown {
    if (!Array.isArray(value)) return this.refuse(value, path, '[]');
    const items = type.items ?? {};
    return value.map((item, index) => (item === null ? {} : this.read(items, item, `${path}[${index}]`)));
  }

  private readQuantity(value: unknown, path: string): unknown {
    if (typeof value === 'number') return canonicalQuantity(String(value));
    if (typeof value !== 'string') return this.refuse(value, path, 'Quantity');
    return canonicalQuantity(value);
  }

  private refuse(value: unknown, path: string, wanted: string, got = jsonTypeName(value)): never {
    throw new WrongJsonType(`json: cannot unmarshal ${got} into Go struct field ${path} of type ${wanted}`);
  }
}

interface PruneStep {
  schema: JsonSchema;
  value: unknown;
  path: string;
  unknownFields: string[];
  isRoot: boolean;
}

function pruneCustom(step: PruneStep): unknown {
  const { schema, value, path, unknownFields } = step;
  if (schema.$ref !== undefined) return decodeReference(step);
  if (Array.isArray(value)) {
    const items = schema.items;
    if (!items) return value;
    return value.map((item, index) =>
      pruneCustom({ schema: items, value: item, path: `${path}[${index}]`, unknownFields, isRoot: false }),
    );
  }
  if (!isRecord(value) || schema['x-kubernetes-int-or-string']) return value;
  const result: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const field = customField(step, name);
    const itemPath = path === '' ? name : `${path}.${name}`;
    if (field === 'unknown') unknownFields.push(itemPath);
    else if (field === 'any') result[name] = item;
    else if (item === null && !field.nullable) continue;
    else
      result[name] = pruneCustom({
        schema: field,
        value: item,
        path: itemPath,
        unknownFields,
        isRoot: false,
      });
  }
  return result;
}

function customField({ schema, isRoot }: PruneStep, name: string): JsonSchema | 'any' | 'unknown' {
  if (isRoot || schema['x-kubernetes-embedded-resource']) {
    if (name === 'apiVersion' || name === 'kind') return { type: 'string' };
    if (name === 'metadata') return objectMetaSchema;
  }
  if (schema.properties && Object.hasOwn(schema.properties, name)) return schema.properties[name] ?? 'any';
  if (typeof schema.additionalProperties === 'object') return schema.additionalProperties;
  if (schema.additionalProperties === true || schema['x-kubernetes-preserve-unknown-fields']) return 'any';
  return 'unknown';
}

function decodeReference({ schema, value, path, unknownFields }: PruneStep): unknown {
  const decoded = decodeBuiltin(schema, value);
  for (const field of decoded.unknownFields) unknownFields.push(`${path}.${field}`);
  return decoded.value;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonTypeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
