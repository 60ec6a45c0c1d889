import { isRecord } from '../../schema/decode.ts';
import {
  fieldSchema,
  isFreeForm,
  type JsonSchema,
  objectMetaSchema,
  resolveSchema,
} from '../../schema/json-schema.ts';

/**
 * How server-side apply sees a value: a map with fields owned one by one, a list whose elements have keys, a
 * set of values, or an atom owned as a whole.
 */
export type Shape =
  | { kind: 'atom' }
  | { kind: 'map'; field(name: string): JsonSchema | undefined }
  | { kind: 'keyed-list'; keys: string[]; items: JsonSchema; keyDefaults: Record<string, unknown> }
  | { kind: 'set' };

export function shapeOf(schema: JsonSchema | undefined, value: unknown): Shape {
  if (Array.isArray(value)) return listShape(schema);
  if (!isRecord(value)) return { kind: 'atom' };
  const type = schema && resolveSchema(schema);
  const isAtomic =
    schema?.['x-kubernetes-map-type'] === 'atomic' ||
    type?.['x-kubernetes-map-type'] === 'atomic' ||
    (schema?.$ref !== undefined && type !== undefined && isFreeForm(type) && type.type === 'object');
  if (isAtomic) return { kind: 'atom' };
  return { kind: 'map', field: name => (type ? fieldSchema(type, name) : undefined) };
}

function listShape(schema: JsonSchema | undefined): Shape {
  const listType = schema?.['x-kubernetes-list-type'];
  if (listType === 'set') return { kind: 'set' };
  if (listType !== 'map') return { kind: 'atom' };
  const items = schema?.items ?? {};
  const properties = resolveSchema(items).properties ?? {};
  const keys = schema?.['x-kubernetes-list-map-keys'] ?? [];
  const keyDefaults = Object.fromEntries(
    keys
      .map(key => [key, properties[key]?.default])
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  return { kind: 'keyed-list', keys, items, keyDefaults };
}

export function elementKey(shape: Extract<Shape, { kind: 'keyed-list' }>, element: unknown): string {
  const fields = isRecord(element) ? element : {};
  const keys: Record<string, unknown> = {};
  for (const key of [...shape.keys].sort()) {
    const value = fields[key] ?? shape.keyDefaults[key];
    if (value !== undefined) keys[key] = value;
  }
  return `k:${JSON.stringify(keys)}`;
}

export function valueKey(value: unknown): string {
  return `v:${JSON.stringify(value)}`;
}

/** A schema of the whole object: custom resources do not name their metadata. */
export function objectSchema(schema: JsonSchema): JsonSchema {
  const type = resolveSchema(schema);
  if (type.properties?.metadata?.$ref !== undefined) return type;
  return { ...type, properties: { ...type.properties, metadata: objectMetaSchema } };
}
