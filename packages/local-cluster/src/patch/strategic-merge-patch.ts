import { isDeepStrictEqual } from 'node:util';
import { ownField, setOwnField } from '@cartridge-on-kubernetes/api';
import { ApiError, badRequest } from '../errors/api-error.ts';
import { isRecord } from '../schema/decode.ts';
import { fieldSchema, type JsonSchema, resolveSchema } from '../schema/json-schema.ts';
import { formatGoValue } from './go-value.ts';

type Fields = Record<string, unknown>;

/** Strategic merge patch of built-in kinds: lists merge by the key their schema names. */
export function applyStrategicMergePatch(schema: JsonSchema, current: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) throw badRequest('a strategic merge patch must be an object');
  return mergeObject(schema, isRecord(current) ? current : {}, patch);
}

function mergeObject(schema: JsonSchema | undefined, current: Fields, patch: Fields): Fields {
  const directive = patch.$patch;
  if (directive === 'delete') return {};
  if (directive === 'replace') return withoutDirectives(patch);
  if (directive !== undefined && directive !== 'merge')
    throw brokenPatch(`unknown patch type: ${String(directive)} in map: ${formatGoValue(patch)}`);
  const result: Fields = { ...current };
  const retained = patch.$retainKeys;
  if (Array.isArray(retained))
    for (const name of Object.keys(result)) if (!retained.includes(name)) delete result[name];
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith('$')) applyListDirective({ schema, result, name, value });
    else if (value === null) delete result[name];
    else
      setOwnField(
        result,
        name,
        mergeField(schema && fieldSchema(schema, name), ownField(result, name), value),
      );
  }
  for (const [name, order] of Object.entries(patch))
    if (name.startsWith('$setElementOrder/') && Array.isArray(order)) {
      const field = name.slice('$setElementOrder/'.length);
      const list = ownField(result, field);
      const before = ownField(current, field);
      if (Array.isArray(list))
        result[field] = inOrder({
          key: mergeKeyOf(schema, field),
          list,
          order,
          before: Array.isArray(before) ? before : [],
        });
    }
  return result;
}

function mergeField(schema: JsonSchema | undefined, current: unknown, patch: unknown): unknown {
  if (Array.isArray(patch)) return mergeList(schema, current, patch);
  if (!isRecord(patch)) return patch;
  if (schema?.['x-kubernetes-patch-strategy'] === 'replace') return withoutDirectives(patch);
  return mergeObject(schema, isRecord(current) ? current : {}, patch);
}

function mergeList(schema: JsonSchema | undefined, current: unknown, patch: unknown[]): unknown[] {
  const old = Array.isArray(current) ? current : [];
  if (!mergesByElement(schema)) return patch.filter(item => !isDirective(item)).map(item => clean(item));
  const key = schema?.['x-kubernetes-patch-merge-key'];
  if (key === undefined)
    return [...old, ...patch.filter(item => !old.some(other => isDeepStrictEqual(other, item)))];
  if (patch.some(item => isRecord(item) && item.$patch === 'replace'))
    return patch.filter(item => !isDirective(item)).map(clean);
  return mergeByKey({ schema, key, old, patch });
}

function mergeByKey(list: {
  schema: JsonSchema | undefined;
  key: string;
  old: unknown[];
  patch: unknown[];
}): unknown[] {
  const { schema, key, patch } = list;
  let result = [...list.old];
  for (const item of patch) {
    if (!isRecord(item)) continue;
    const identity = item[key];
    if (identity === undefined)
      throw brokenPatch(`map: ${formatGoValue(item)} does not contain declared merge key: ${key}`);
    const isSame = (other: unknown) => isRecord(other) && other[key] === identity;
    if (item.$patch === 'delete') {
      result = result.filter(other => !isSame(other));
      continue;
    }
    const index = result.findIndex(isSame);
    const existing = result[index];
    const merged = mergeObject(schema?.items, isRecord(existing) ? existing : {}, item);
    if (index === -1) result.push(merged);
    else result[index] = merged;
  }
  return inOrder({ key, list: result, order: patch, before: list.old });
}

/** `$deleteFromPrimitiveList/finalizers: [a]` takes single values out of a merged list. */
function applyListDirective(input: {
  schema: JsonSchema | undefined;
  result: Fields;
  name: string;
  value: unknown;
}): void {
  const { result, name, value } = input;
  const field = /^\$deleteFromPrimitiveList\/(.+)$/.exec(name)?.[1];
  const list = field === undefined ? undefined : ownField(result, field);
  if (field === undefined || !Array.isArray(list) || !Array.isArray(value)) return;
  result[field] = list.filter(item => !value.some(removed => isDeepStrictEqual(removed, item)));
}

/**
 * Items named in `order` come in that order. The remaining items follow them, except items that preceded a named item
 * in `before`: these stay in front of it.
 */
function inOrder(input: {
  key: string | undefined;
  list: unknown[];
  order: unknown[];
  before: unknown[];
}): unknown[] {
  const { key, list, order, before } = input;
  const identify = (item: unknown) => (key !== undefined && isRecord(item) ? item[key] : item);
  const rank = new Map(order.map((item, index) => [identify(item), index]));
  const place = new Map(before.map((item, index) => [identify(item), index]));
  const isNamed = (item: unknown) => rank.has(identify(item));
  const rankOf = (item: unknown) => rank.get(identify(item)) ?? 0;
  const named = list.filter(isNamed).sort((a, b) => rankOf(a) - rankOf(b));
  const others = list.filter(item => !isNamed(item));
  const result: unknown[] = [];
  for (const item of named) {
    const at = place.get(identify(item)) ?? -1;
    while (others.length > 0 && (place.get(identify(others[0])) ?? at) < at) result.push(others.shift());
    result.push(item);
  }
  return [...result, ...others];
}

function mergesByElement(schema: JsonSchema | undefined): boolean {
  return schema?.['x-kubernetes-patch-strategy']?.split(',').includes('merge') ?? false;
}

function mergeKeyOf(schema: JsonSchema | undefined, field: string): string | undefined {
  const type = schema && resolveSchema(schema);
  return type && fieldSchema(type, field)?.['x-kubernetes-patch-merge-key'];
}

function isDirective(item: unknown): boolean {
  return isRecord(item) && item.$patch !== undefined && Object.keys(item).length === 1;
}

function clean(item: unknown): unknown {
  return isRecord(item) ? withoutDirectives(item) : item;
}

function withoutDirectives(patch: Fields): Fields {
  return Object.fromEntries(Object.entries(patch).filter(([name]) => !name.startsWith('$')));
}

/** kube-apiserver answers such a patch with an internal error. */
function brokenPatch(message: string): ApiError {
  return new ApiError({ code: 500, reason: '', message });
}
