import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../../objects/kube-object.ts';
import type { JsonSchema } from '../../schema/json-schema.ts';
import { refuseConflicts } from './conflicts.ts';
import { difference, type FieldSet, intersection, toFieldsV1, union } from './field-set.ts';
import { changedFields, fieldsOfValue } from './fields-of-value.ts';
import { type Owner, ownersBeforeApply, trackedPart, writeOwners } from './managed-fields.ts';
import { mergeConfiguration, withoutFields } from './merge-configuration.ts';

/** One call of server-side apply, as values. */
export interface Application {
  /** of the whole object, see objectSchema */
  schema: JsonSchema;
  configuration: KubeObject;
  applier: Applier;
  /** take over fields of other owners */
  isForced: boolean;
}

interface Applier {
  manager: string;
  apiVersion: string;
  subresource?: string;
  /** the moment of the call, as metadata.managedFields writes it */
  time: string;
}

export interface Applied {
  object: KubeObject;
  /** what the applier owned until now */
  previous: Owner | undefined;
  /** the other owners, without what the applier took over */
  others: Owner[];
}

/**
 * Lays the configuration over the object and removes the fields that the applier applied before and leaves out now.
 * Refuses with 409 to change fields of other owners, unless forced.
 */
export function applyConfiguration(current: KubeObject, application: Application): Applied {
  const { schema, configuration, applier, isForced } = application;
  const owners = ownersBeforeApply(schema, current);
  const previous = owners.find(owner => isOwnedBy(owner, applier));
  const applied = appliedFields(application);
  const merged = mergeConfiguration(schema, current, {
    ...configuration,
    metadata: withoutServerFields(configuration),
  }) as KubeObject;
  const changed = changedFields(schema, trackedPart(current), trackedPart(merged));
  const contested = owners
    .filter(owner => owner !== previous)
    .map(owner => ({ owner, fields: intersection(intersection(owner.fields, applied), changed) }));
  if (!isForced) refuseConflicts(contested);
  const others = contested.map(({ owner, fields }) => ({
    ...owner,
    fields: difference(owner.fields, fields),
  }));
  const kept = previous ? withoutDropped({ schema, merged, previous, applied, others }) : merged;
  return { object: withVersionOf(configuration, kept), previous, others };
}

/** metadata.managedFields of an object that an application made. */
export function ownersOfNew(application: Application): unknown[] {
  return writeOwners([newOwner(application)]);
}

/** metadata.managedFields after an application; the time of an application that changes nothing stays. */
export function ownersAfterApply(step: {
  application: Application;
  applied: Applied;
  before: KubeObject;
  /** the object as it is written, with all that the server fills in */
  after: KubeObject;
}): unknown[] {
  const { application, applied, before, after } = step;
  const { previous, others } = applied;
  const owner = newOwner(application);
  const isSame =
    previous?.time !== undefined &&
    isDeepStrictEqual(toFieldsV1(previous.fields), toFieldsV1(owner.fields)) &&
    isDeepStrictEqual(trackedPart(before), trackedPart(after));
  return writeOwners([...others, isSame ? { ...owner, time: previous.time as string } : owner]);
}

function appliedFields({ schema, configuration }: Application): FieldSet {
  return fieldsOfValue(schema, trackedPart(configuration));
}

function newOwner(application: Application): Owner {
  return { ...application.applier, operation: 'Apply', fields: appliedFields(application) };
}

function isOwnedBy(owner: Owner, { manager, subresource }: Applier): boolean {
  return owner.manager === manager && owner.operation === 'Apply' && owner.subresource === subresource;
}

/** Removes the fields that this manager applied before and no longer applies, unless another manager owns them. */
function withoutDropped(input: {
  schema: JsonSchema;
  merged: KubeObject;
  previous: Owner;
  applied: FieldSet;
  others: Owner[];
}): unknown {
  const { schema, merged, previous, applied, others } = input;
  const owned = others.reduce((set, owner) => union(set, owner.fields), applied);
  return withoutFields(schema, merged, difference(previous.fields, owned));
}

function withVersionOf({ metadata }: KubeObject, value: unknown): KubeObject {
  const object = structuredClone(value) as KubeObject;
  const { resourceVersion } = metadata;
  return resourceVersion === undefined
    ? object
    : { ...object, metadata: { ...object.metadata, resourceVersion } };
}

function withoutServerFields({ metadata }: KubeObject): Record<string, unknown> {
  const { resourceVersion: _version, ...rest } = metadata;
  return rest;
}
