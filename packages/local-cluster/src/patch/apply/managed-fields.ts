import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../objects/kube-object.ts';
import type { JsonSchema } from '../../schema/json-schema.ts';
import {
  difference,
  emptySet,
  type FieldSet,
  fromFieldsV1,
  intersection,
  isEmptySet,
  toFieldsV1,
  union,
} from './field-set.ts';
import { changedFields, everyField, fieldsOfValue } from './fields-of-value.ts';
import { objectSchema } from './typed-value.ts';

/** One owner of fields: an entry of metadata.managedFields. */
export interface Owner {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  time?: string;
  subresource?: string;
  fields: FieldSet;
}

function readOwners(object: KubeObject | undefined): Owner[] {
  const entries = (object?.metadata.managedFields ?? []) as Array<
    Record<string, string> & { fieldsV1?: unknown }
  >;
  return entries.map(entry => ({
    manager: entry.manager ?? 'unknown',
    operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
    apiVersion: entry.apiVersion ?? '',
    ...(entry.time !== undefined && { time: entry.time }),
    ...(entry.subresource !== undefined && { subresource: entry.subresource }),
    fields: fromFieldsV1(entry.fieldsV1),
  }));
}

export function writeOwners(owners: Owner[]): unknown[] {
  return owners
    .filter(owner => owner.fields.children.size > 0 && !isEmptySet(owner.fields))
    .sort(byOperationAndTime)
    .map(({ manager, operation, apiVersion, time, subresource, fields }) => ({
      manager,
      operation,
      apiVersion,
      ...(time !== undefined && { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(fields),
      ...(subresource !== undefined && { subresource }),
    }));
}

function byOperationAndTime(a: Owner, b: Owner): number {
  const rank = (owner: Owner) => `${owner.operation === 'Apply' ? 0 : 1}${owner.time ?? ''} ${owner.manager}`;
  return rank(a) < rank(b) ? -1 : 1;
}

/** If no field of the object has an owner yet, all its fields belong to the manager `before-first-apply`. */
export function ownersBeforeApply(schema: JsonSchema, object: KubeObject): Owner[] {
  const owners = readOwners(object);
  if (owners.length > 0) return owners;
  const fields = fieldsOfValue(schema, trackedPart(object));
  return [{ manager: 'before-first-apply', operation: 'Update', apiVersion: object.apiVersion, fields }];
}

/** The manager of a create, update or patch becomes the only owner of the fields it changes. */
export function trackUpdate(input: {
  schema: JsonSchema;
  apiVersion: string;
  manager: string;
  /** the moment of the write, as metadata.managedFields writes it */
  time: string;
  object: KubeObject;
  previous: KubeObject | undefined;
  subresource?: string;
}): unknown[] {
  const { apiVersion, manager, time, object, previous, subresource } = input;
  const sent = object.metadata.managedFields;
  // An explicitly emptied list drops all owners, as kube-apiserver allows.
  const isReset =
    Array.isArray(sent) &&
    sent.length <= 1 &&
    sent.every(entry => isDeepStrictEqual(entry, {})) &&
    previous !== undefined;
  // An object without owners gets none by an update: ownership begins with the first apply.
  const isUnowned = previous !== undefined && readOwners(previous).length === 0;
  if (isReset || isUnowned) return [];
  const owners = readOwners(previous);
  const schema = objectSchema(input.schema);
  const [before, after] = [trackedPart(previous), trackedPart(object)];
  const all = everyField(schema, after);
  const changed = changedFields(schema, before ?? {}, after);
  const isMine = (owner: Owner) =>
    owner.manager === manager && owner.operation === 'Update' && owner.subresource === subresource;
  const mine = owners.find(isMine);
  const others = owners
    .filter(owner => !isMine(owner))
    .map(owner => ({ ...owner, fields: intersection(difference(owner.fields, changed), all) }));
  const fields = intersection(union(mine?.fields ?? emptySet(), changed), all);
  const isSame =
    mine !== undefined &&
    isDeepStrictEqual(toFieldsV1(fields), toFieldsV1(mine.fields)) &&
    isEmptySet(changed);
  const owner: Owner = {
    manager,
    operation: 'Update',
    apiVersion,
    time: isSame ? (mine.time ?? time) : time,
    ...(subresource !== undefined && { subresource }),
    fields,
  };
  return writeOwners([...others, owner]);
}

const untracked = [
  'name',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
];

/** The part of an object whose fields have owners: all but what the server alone writes. */
export function trackedPart(object: KubeObject | undefined): unknown {
  if (!object) return undefined;
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...rest } = object;
  const kept = Object.fromEntries(
    Object.entries(metadata ?? {}).filter(([name]) => !untracked.includes(name)),
  );
  return Object.keys(kept).length > 0 ? { metadata: kept, ...rest } : rest;
}
