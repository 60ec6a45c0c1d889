import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../schema/decode.ts';
import { type JsonSchema, resolveSchema } from '../../schema/json-schema.ts';
import { childSet, emptySet, type FieldSet } from './field-set.ts';
import { elementKey, type Shape, shapeOf, valueKey } from './typed-value.ts';

/** Every field a value sets: leaves, empty maps and lists, and the elements of keyed lists themselves. */
export function fieldsOfValue(schema: JsonSchema | undefined, value: unknown): FieldSet {
  const set = emptySet();
  collect(schema, value, set);
  return set;
}

function collect(schema: JsonSchema | undefined, value: unknown, set: FieldSet): void {
  const shape = shapeOf(schema, value);
  const parts = partsOf(shape, value);
  if (!parts || parts.length === 0) {
    set.isMember = true;
    return;
  }
  for (const part of parts) {
    const child = childSet(set, part.key);
    collect(part.schema, part.value, child);
    if (shape.kind === 'keyed-list' || shape.kind === 'set') child.isMember = true;
  }
}

export interface Part {
  key: string;
  value: unknown;
  schema: JsonSchema | undefined;
}

/** The parts that are owned separately; undefined for an atom. */
export function partsOf(shape: Shape, value: unknown): Part[] | undefined {
  switch (shape.kind) {
    case 'atom':
      return undefined;
    case 'map':
      return Object.entries(isRecord(value) ? value : {}).map(([name, item]) => ({
        key: `f:${name}`,
        value: item,
        schema: shape.field(name),
      }));
    case 'keyed-list':
      return (value as unknown[]).map(item => ({
        key: elementKey(shape, item),
        value: item,
        schema: shape.items,
      }));
    case 'set':
      return (value as unknown[]).map(item => ({ key: valueKey(item), value: item, schema: undefined }));
  }
}

/** As fieldsOfValue, with every container too: all that an owner may hold of a value. */
export function everyField(schema: JsonSchema | undefined, value: unknown): FieldSet {
  const set = emptySet();
  collectEvery(schema, value, set);
  return set;
}

function collectEvery(schema: JsonSchema | undefined, value: unknown, set: FieldSet): void {
  set.isMember = true;
  for (const part of partsOf(shapeOf(schema, value), value) ?? [])
    collectEvery(part.schema, part.value, childSet(set, part.key));
}

/** What a value that was not there before adds: its fields, and the containers Go would have left out until now. */
function addedFields(schema: JsonSchema | undefined, value: unknown, set: FieldSet): void {
  const shape = shapeOf(schema, value);
  const parts = partsOf(shape, value);
  set.isMember = true;
  for (const part of parts ?? []) {
    const child = childSet(set, part.key);
    addedFields(part.schema, part.value, child);
    if (shape.kind === 'map' && child.children.size > 0 && isAlwaysThere(schema, part))
      child.isMember = false;
  }
}

/** Structs that are no pointers, and required lists, exist in Go even while they are empty. */
function isAlwaysThere(parent: JsonSchema | undefined, part: Part): boolean {
  const name = part.key.slice(2);
  const isStruct = part.schema?.default !== undefined && !Array.isArray(part.value);
  const isRequired = parent !== undefined && (resolveSchema(parent).required ?? []).includes(name);
  return name === 'metadata' || isStruct || isRequired;
}

/** The fields in which two values differ: set, changed or removed between them. */
export function changedFields(schema: JsonSchema | undefined, before: unknown, after: unknown): FieldSet {
  const set = emptySet();
  compare({ schema, before, after, set });
  return set;
}

function compare(step: {
  schema: JsonSchema | undefined;
  before: unknown;
  after: unknown;
  set: FieldSet;
}): void {
  const { schema, before, after, set } = step;
  if (isDeepStrictEqual(before, after)) return;
  if (before === undefined || after === undefined) {
    addedFields(schema, before ?? after, set);
    return;
  }
  const [shape, afterShape] = [shapeOf(schema, before), shapeOf(schema, after)];
  const [old, now] = [partsOf(shape, before), partsOf(afterShape, after)];
  if (!old || !now || shape.kind !== afterShape.kind) {
    set.isMember = true;
    return;
  }
  const [oldByKey, nowByKey] = [byKey(old), byKey(now)];
  for (const key of new Set([...oldByKey.keys(), ...nowByKey.keys()])) {
    const [was, is] = [oldByKey.get(key), nowByKey.get(key)];
    if (was && is && isDeepStrictEqual(was.value, is.value)) continue;
    const child = childSet(set, key);
    compare({ schema: (is ?? was)?.schema, before: was?.value, after: is?.value, set: child });
    const only = was ?? is;
    if (
      (!was || !is) &&
      only &&
      shape.kind === 'map' &&
      child.children.size > 0 &&
      isAlwaysThere(schema, only)
    )
      child.isMember = false;
    if ((!was || !is) && shape.kind !== 'map') child.isMember = true;
  }
  // From empty to filled and back the container itself changes hands too.
  if (old.length === 0 || now.length === 0) set.isMember = now.length === 0;
}

function byKey(parts: Part[]): Map<string, Part> {
  return new Map(parts.map(part => [part.key, part]));
}
