import { canonicalQuantity, isQuantity, setOwnField } from '@cartridge-on-kubernetes/api';
import { isFreeForm, type JsonSchema, objectMetaSchema, resolveSchema } from './json-schema.ts';
import { quantityRule } from './quantity-rule.ts';

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
  readonly path: string;
  /** the Go type that was wanted */
  readonly wanted: string;
  /** the JSON type that was found */
  readonly got: string;

  constructor(message: string, facts: { path: string; wanted: string; got: string }) {
    super(message);
    this.path = facts.path;
    this.wanted = facts.wanted;
    this.got = facts.got;
  }
}

const quantityName = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** `struct` is the name of the schema's Go type, for refusals. */
export function decodeBuiltin(schema: JsonSchema, value: unknown, struct: string): Decoded {
  const reader = new BuiltinReader();
  const read = reader.read(schema, value, { path: '', struct, fields: '' });
  return { value: read, unknownFields: reader.unknownFields };
}

export function decodeCustom(schema: JsonSchema, value: unknown): Decoded {
  const unknownFields: string[] = [];
  return { value: pruneCustom({ schema, value, path: '', unknownFields, isRoot: true }), unknownFields };
}

interface Place {
  path: string;
  /** as Go's decoder names a place: the innermost struct, and the fields that lead there from the root */
  struct: string;
  fields: string;
}

class BuiltinReader {
  readonly unknownFields: string[] = [];

  read(schema: JsonSchema, value: unknown, at: Place): unknown {
    const type = resolveSchema(schema);
    const place = schema.$ref && type.properties ? { ...at, struct: shortName(schema.$ref) } : at;
    if (schema.$ref === quantityName) return this.readQuantity(value, at);
    if (isFreeForm(type)) return value;
    switch (type.type) {
      case 'object':
        return isRecord(value) ? this.readObject(type, value, place) : this.refuse(value, at, goType(schema));
      case 'array':
        return this.readArray(schema, value, at);
      case 'string':
      case 'boolean':
        if (typeof value !== type.type) this.refuse(value, at, goType(type));
        if (type.format === 'byte') checkBase64(String(value), at.path);
        return value;
      case 'integer':
      case 'number':
        if (typeof value !== 'number') this.refuse(value, at, goType(type));
        if (type.type === 'integer' && !Number.isInteger(value))
          this.refuse(value, at, goType(type), `number ${value}`);
        return value;
      case undefined:
        if (typeof value !== 'string' && typeof value !== 'number')
          this.refuse(value, at, 'string or number');
        return value;
    }
  }

  private readObject(type: JsonSchema, value: Record<string, unknown>, at: Place): unknown {
    const result: Record<string, unknown> = {};
    for (const [name, item] of Object.entries(value)) {
      const field =
        type.properties && Object.hasOwn(type.properties, name) ? type.properties[name] : undefined;
      const schema =
        field ?? (typeof type.additionalProperties === 'object' ? type.additionalProperties : undefined);
      const path = joined(at.path, name);
      const fields = field ? joined(at.fields, name) : at.fields;
      if (!schema) this.unknownFields.push(path);
      else if (item !== null)
        setOwnField(result, name, this.read(schema, item, { path, struct: at.struct, fields }));
      else if (!field && schema.type === 'string') setOwnField(result, name, '');
    }
    return result;
  }

  private readArray(schema: JsonSchema, value: unknown, at: Place): unknown {
    if (!Array.isArray(value)) return this.refuse(value, at, goType(schema));
    const items = resolveSchema(schema).items ?? {};
    return value.map((item, index) =>
      item === null ? {} : this.read(items, item, { ...at, path: `${at.path}[${index}]` }),
    );
  }

  private readQuantity(value: unknown, at: Place): unknown {
    if (typeof value !== 'number' && typeof value !== 'string') return this.refuse(value, at, 'Quantity');
    if (!isQuantity(String(value)))
      throw new WrongJsonType(quantityRule, { path: at.path, wanted: 'Quantity', got: 'string' });
    return canonicalQuantity(String(value));
  }

  private refuse(value: unknown, at: Place, wanted: string, got = jsonTypeName(value)): never {
    const field = joined(at.struct, at.fields);
    throw new WrongJsonType(`json: cannot unmarshal ${got} into Go struct field ${field} of type ${wanted}`, {
      path: at.path,
      wanted,
      got,
    });
  }
}

function joined(first: string, second: string): string {
  return first && second ? `${first}.${second}` : first || second;
}

/** `io.k8s.api.apps.v1.DeploymentSpec` is DeploymentSpec. */
function shortName(reference: string): string {
  return reference.split('.').at(-1) ?? reference;
}

/** How Go writes the type of a value. */
function goType(schema: JsonSchema): string {
  if (schema.$ref !== undefined && resolveSchema(schema).properties)
    return schema.$ref.split('.').slice(-2).join('.');
  const type = resolveSchema(schema);
  if (type.type === 'array') return `[]${goType(type.items ?? {})}`;
  if (type.type === 'boolean') return 'bool';
  if (type.type === 'integer' || type.type === 'number') return type.format ?? type.type;
  if (typeof type.additionalProperties === 'object') return `map[string]${goType(type.additionalProperties)}`;
  return type.type ?? 'interface {}';
}

function checkBase64(text: string, path: string): void {
  if (base64.test(text)) return;
  const odd = text.search(/[^A-Za-z0-9+/]/);
  const place = odd === -1 ? text.length - (text.length % 4) : odd;
  throw new WrongJsonType(`illegal base64 data at input byte ${place}`, {
    path,
    wanted: '[]uint8',
    got: 'string',
  });
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
    else if (field === 'any') setOwnField(result, name, item);
    else if (item === null && !field.nullable) continue;
    else {
      const pruned = pruneCustom({
        schema: field,
        value: item,
        path: itemPath,
        unknownFields,
        isRoot: false,
      });
      setOwnField(result, name, pruned);
    }
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
  const decoded = decodeBuiltin(schema, value, shortName(schema.$ref ?? ''));
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
