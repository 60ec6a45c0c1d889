import { ownField, setOwnField } from '@cartridge-on-kubernetes/api';
import { isRecord } from '../../schema/decode.ts';
import type { JsonSchema } from '../../schema/json-schema.ts';
import type { FieldSet } from './field-set.ts';
import { elementKey, shapeOf, valueKey } from './typed-value.ts';

/** Lays an applied configuration over the live value: maps by field, keyed lists by key, sets as union, atoms replaced. */
export function mergeConfiguration(schema: JsonSchema | undefined, live: unknown, applied: unknown): unknown {
  if (applied === undefined) return live;
  const shape = shapeOf(schema, applied);
  switch (shape.kind) {
    case 'atom':
      return applied;
    case 'map': {
      if (!isRecord(live)) return applied;
      const result: Record<string, unknown> = { ...live };
      for (const [name, value] of Object.entries(applied as object))
        setOwnField(result, name, mergeConfiguration(shape.field(name), ownField(live, name), value));
      return result;
    }
    case 'set': {
      const held = Array.isArray(live) ? live : [];
      const known = new Set(held.map(valueKey));
      return [...held, ...(applied as unknown[]).filter(item => !known.has(valueKey(item)))];
    }
    case 'keyed-list': {
      const held = Array.isArray(live) ? live : [];
      const wanted = applied as unknown[];
      const liveByKey = new Map(held.map(item => [elementKey(shape, item), item]));
      const wantedKeys = new Set(wanted.map(item => elementKey(shape, item)));
      const merged = wanted.map(item =>
        mergeConfiguration(shape.items, liveByKey.get(elementKey(shape, item)), item),
      );
      return inLiveOrder({ held, merged, keyOf: item => elementKey(shape, item), wantedKeys });
    }
  }
}

/** Applied elements in their order; live elements that are not applied stay in front of the element they preceded. */
function inLiveOrder(list: {
  held: unknown[];
  merged: unknown[];
  keyOf(item: unknown): string;
  wantedKeys: Set<string>;
}): unknown[] {
  const { held, merged, keyOf, wantedKeys } = list;
  const result: unknown[] = [];
  const queue = [...merged];
  for (const item of held) {
    if (!wantedKeys.has(keyOf(item))) {
      result.push(item);
      continue;
    }
    const next = queue.shift();
    if (next !== undefined) result.push(next);
  }
  return [...result, ...queue];
}

/** Takes out of a value the fields of a set; containers that lose everything they had stay empty or go with them. */
export function withoutFields(schema: JsonSchema | undefined, value: unknown, removed: FieldSet): unknown {
  if (removed.children.size === 0) return value;
  const shape = shapeOf(schema, value);
  switch (shape.kind) {
    case 'atom':
      return value;
    case 'map': {
      const result: Record<string, unknown> = {};
      for (const [name, item] of Object.entries(value as object)) {
        const set = removed.children.get(`f:${name}`);
        if (set?.isMember && set.children.size === 0) continue;
        const rest = set ? withoutFields(shape.field(name), item, set) : item;
        if (set && isNothing(rest) && !isNothing(item)) continue;
        setOwnField(result, name, rest);
      }
      return result;
    }
    case 'set':
      return (value as unknown[]).filter(item => !removed.children.get(valueKey(item))?.isMember);
    case 'keyed-list':
      return (value as unknown[]).flatMap(item => {
        const set = removed.children.get(elementKey(shape, item));
        if (set?.isMember) return [];
        return [set ? withoutFields(shape.items, item, set) : item];
      });
  }
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}
