import { isDeepStrictEqual } from 'node:util';
import { ApiError, badRequest } from '../../errors/api-error.ts';
import type { KubeObject, ObjectKey } from '../../objects/kube-object.ts';
import { timestamp } from '../../objects/timestamp.ts';
import { refuseConflicts } from '../../patch/apply/conflicts.ts';
import { difference, type FieldSet, intersection, toFieldsV1, union } from '../../patch/apply/field-set.ts';
import { changedFields, fieldsOfValue } from '../../patch/apply/fields-of-value.ts';
import {
  type Owner,
  ownersBeforeApply,
  readOwners,
  trackedPart,
  writeOwners,
} from '../../patch/apply/managed-fields.ts';
import { mergeConfiguration, withoutFields } from '../../patch/apply/merge-configuration.ts';
import { repeatedElement } from '../../patch/apply/repeated-element.ts';
import { objectSchema } from '../../patch/apply/typed-value.ts';
import { type Decoded, decodeBuiltin, decodeCustom, isRecord, WrongJsonType } from '../../schema/decode.ts';
import type { JsonSchema } from '../../schema/json-schema.ts';
import type { ObjectService } from '../object-service.ts';
import { nameMismatch } from '../read-object.ts';
import { groupVersionOf, type ServedResource } from '../served-resource.ts';
import type { WriteOptions } from '../write-options.ts';

export interface ApplyRequest {
  resource: ServedResource;
  key: ObjectKey;
  subresource?: string;
  options: WriteOptions;
  configuration: unknown;
  /** take over fields that others own */
  isForced: boolean;
}

/**
 * Server-side apply: lays the configuration over the object, removes what this manager applied before and left
 * out now, and refuses to change what others own unless forced.
 */
export async function serverSideApply(
  service: ObjectService,
  request: ApplyRequest,
): Promise<{ object: KubeObject; isCreated: boolean }> {
  const configuration = readConfiguration(request);
  for (;;) {
    if (service.find(request.resource, request.key))
      return { object: await applyToObject(service, request, configuration), isCreated: false };
    if (request.subresource !== undefined) service.read(request.resource, request.key);
    try {
      return { object: await applyNew(service, request, configuration), isCreated: true };
    } catch (error) {
      // Somebody else created it meanwhile: apply to theirs.
      if (!(error instanceof ApiError && error.reason === 'AlreadyExists')) throw error;
    }
  }
}

function readConfiguration({ configuration, resource, key }: ApplyRequest): KubeObject {
  if (!isRecord(configuration)) throw badRequest('the configuration to apply must be an object');
  const wanted = groupVersionOf(resource);
  if (configuration.kind !== resource.kind || configuration.apiVersion !== wanted)
    throw badRequest(
      `invalid object type: ${configuration.apiVersion ?? '/'}, Kind=${configuration.kind ?? ''}`,
    );
  const metadata = isRecord(configuration.metadata) ? configuration.metadata : {};
  if (typeof metadata.name === 'string' && metadata.name !== key.name)
    throw nameMismatch(resource, key.name, metadata.name);
  if (metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  const decoded = decodeConfiguration(resource, configuration);
  const [unknown] = decoded.unknownFields;
  if (unknown !== undefined)
    throw untyped(resource, configuration, `.${unknown}: field not declared in schema`);
  const repeated = repeatedElement(objectSchema(resource.schema()), decoded.value);
  if (repeated !== undefined) throw untyped(resource, configuration, repeated);
  return {
    ...(decoded.value as KubeObject),
    metadata: { ...(metadata as unknown as KubeObject['metadata']), name: key.name },
  };
}

function decodeConfiguration(resource: ServedResource, configuration: Record<string, unknown>): Decoded {
  try {
    return resource.custom
      ? decodeCustom(resource.schema(), configuration)
      : decodeBuiltin(resource.schema(), configuration, resource.kind);
  } catch (error) {
    if (!(error instanceof WrongJsonType)) throw error;
    throw untyped(resource, configuration, typeProblem(error));
  }
}

/** In the words of the merge library where they are known. */
function typeProblem({ message, wanted, path, got }: WrongJsonType): string {
  return /^(int|float|double|number)/.test(wanted)
    ? `.${path}: expected numeric (int or float), got ${got}`
    : message;
}

/** What does not fit the schema cannot have owners. */
function untyped(resource: ServedResource, configuration: Record<string, unknown>, why: string): ApiError {
  const { namespace = '', name = '' } = (configuration.metadata ?? {}) as Record<string, string>;
  const kind = `${groupVersionOf(resource)}, Kind=${resource.kind}`;
  return new ApiError({
    code: 500,
    reason: '',
    message: `failed to create typed patch object (${namespace}/${name}; ${kind}): ${why}`,
  });
}

function applyNew(
  service: ObjectService,
  request: ApplyRequest,
  configuration: KubeObject,
): Promise<KubeObject> {
  const { resource, key, options } = request;
  const schema = objectSchema(resource.schema());
  const { resourceVersion: _version, uid: _uid, ...metadata } = configuration.metadata;
  return service.create(resource, {
    namespace: key.namespace ?? '',
    body: structuredClone({ ...configuration, metadata }),
    options,
    managedFields: () =>
      writeOwners([ownerOf(service, request, fieldsOfValue(schema, trackedPart(configuration)))]),
  });
}

function applyToObject(
  service: ObjectService,
  request: ApplyRequest,
  configuration: KubeObject,
): Promise<KubeObject> {
  const { resource, subresource } = request;
  const schema = objectSchema(resource.schema());
  const applied = fieldsOfValue(schema, trackedPart(configuration));
  let before: KubeObject | undefined;
  let kept: Owner[] = [];
  return service.change(resource, {
    ...request,
    edit(current) {
      before = current;
      const owners = ownersBeforeApply(schema, current);
      const mine = owners.find(owner => isSameOwner(owner, request));
      const others = owners.filter(owner => owner !== mine);
      const merged = mergeConfiguration(schema, current, {
        ...configuration,
        metadata: withoutServerFields(configuration),
      }) as KubeObject;
      const changed = changedFields(schema, trackedPart(current), trackedPart(merged));
      const contested = others.map(owner => ({
        owner,
        fields: intersection(intersection(owner.fields, applied), changed),
      }));
      if (!request.isForced) refuseConflicts(contested);
      kept = others.map(owner => ({
        ...owner,
        fields: difference(owner.fields, intersection(intersection(owner.fields, applied), changed)),
      }));
      return withoutDropped({ schema, merged, mine, applied, others: kept, configuration });
    },
    managedFields(object) {
      const owner = ownerOf(service, request, applied);
      const previous = readOwners(before).find(candidate => isSameOwner(candidate, request));
      const isSame =
        previous && before && isDeepStrictEqual(toFieldsV1(previous.fields), toFieldsV1(applied));
      if (
        isSame &&
        isDeepStrictEqual(trackedPart(before), trackedPart(object)) &&
        previous.time !== undefined
      )
        owner.time = previous.time;
      if (subresource !== undefined) owner.subresource = subresource;
      return writeOwners([...kept, owner]);
    },
  });
}

/** What this manager applied before, no longer applies, and nobody else owns goes away. */
function withoutDropped(input: {
  schema: JsonSchema;
  merged: KubeObject;
  mine: Owner | undefined;
  applied: FieldSet;
  others: Owner[];
  configuration: KubeObject;
}): unknown {
  const { schema, merged, mine, applied, others, configuration } = input;
  const result = mine
    ? withoutFields(
        schema,
        merged,
        difference(
          mine.fields,
          others.reduce((set, owner) => union(set, owner.fields), applied),
        ),
      )
    : merged;
  const object = structuredClone(result) as KubeObject;
  const { resourceVersion } = configuration.metadata;
  if (resourceVersion !== undefined) object.metadata.resourceVersion = resourceVersion;
  return object;
}

function withoutServerFields({ metadata }: KubeObject): Record<string, unknown> {
  const { resourceVersion: _version, ...rest } = metadata;
  return rest;
}

function isSameOwner(owner: Owner, { options, subresource }: ApplyRequest): boolean {
  return (
    owner.manager === options.fieldManager && owner.operation === 'Apply' && owner.subresource === subresource
  );
}

function ownerOf(service: ObjectService, request: ApplyRequest, fields: FieldSet): Owner {
  return {
    manager: request.options.fieldManager,
    operation: 'Apply',
    apiVersion: groupVersionOf(request.resource),
    time: timestamp(service.parts.now()),
    ...(request.subresource !== undefined && { subresource: request.subresource }),
    fields,
  };
}
