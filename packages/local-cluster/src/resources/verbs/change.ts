import { isDeepStrictEqual } from 'node:util';
import { ApiError, badRequest, conflict, invalid, notFound, staleObject } from '../../errors/api-error.ts';
import type { KubeObject, ObjectKey } from '../../objects/kube-object.ts';
import { fieldErrors } from '../../schema/field-error.ts';
import type { Write } from '../../storage/object-store.ts';
import { fromStored, toStored } from '../convert.ts';
import { nextGeneration } from '../generation.ts';
import { validateObject } from '../object-validation.ts';
import { nameMismatch, readObject } from '../read-object.ts';
import type { ServedResource } from '../served-resource.ts';
import type { VerbScope } from '../verb-scope.ts';
import type { WriteOptions } from '../write-options.ts';
import { isReadyToGo } from './delete.ts';
import { trackOwners } from './track-owners.ts';

export interface ChangeRequest {
  key: ObjectKey;
  /** `status` changes the status alone, the main resource everything but the status */
  subresource?: string;
  options: WriteOptions;
  /** subresource that the field owner names when a subresource changes the main object, as scale does */
  ownedAs?: string;
  /** A whole replacement: kinds that demand it must name the resourceVersion they replace. */
  isReplacement?: boolean;
  /** From the object as it is to the object as it shall be; a patch applies itself here. Must not change its argument. */
  edit(current: KubeObject): Edited;
  /** What is said of a patch whose outcome is no object of the resource; undefined: the error itself. */
  refusePatch?(error: unknown): ApiError | undefined;
}

interface Edited {
  /** the object as it shall be, as a client would send it */
  body: unknown;
  /** field owners of the written object, given by server-side apply; the owners of other changes are tracked */
  managedFields?(object: KubeObject): unknown[];
}

export async function changeObject(scope: VerbScope, request: ChangeRequest): Promise<KubeObject> {
  const { resource, store, rules } = scope;
  let result: KubeObject | undefined;
  let isGone = false;
  const stored = await store.transact(resource.storage, request.key, held => {
    if (!held) throw notFound({ ...resource, name: request.key.name });
    const current = fromStored(resource, held);
    const object = desiredObject(scope, request, current);
    result = object;
    if (request.options.dryRun) return { kind: 'none' };
    isGone = isReadyToGo(object);
    return writeOf(scope, object, current, held);
  });
  if (isGone && stored) rules.afterDelete?.(stored);
  if (request.options.dryRun && result) return result;
  if (!stored) throw notFound({ ...resource, name: request.key.name });
  return fromStored(resource, stored);
}

function writeOf(scope: VerbScope, object: KubeObject, current: KubeObject, held: KubeObject): Write {
  if (isReadyToGo(object)) return { kind: 'delete', object: toStored(scope.resource, object) };
  if (isDeepStrictEqual(object, current)) return { kind: 'none' };
  const stored = toStored(scope.resource, object);
  return isDeepStrictEqual(stored, held) ? { kind: 'none' } : { kind: 'put', object: stored };
}

function desiredObject(scope: VerbScope, request: ChangeRequest, current: KubeObject): KubeObject {
  const { resource, rules, context, admission } = scope;
  const edited = request.edit(current);
  const sent = readSent(scope, request, edited.body);
  checkIdentity(scope, request, sent, current);
  const object =
    request.subresource === 'status' ? withStatus(current, sent) : withoutStatus(scope, sent, current);
  restoreMetadata(object, current);
  if (request.subresource === undefined) rules.prepareForUpdate?.(object, current, context);
  const generation = nextGeneration(resource, object, current);
  if (generation !== undefined) object.metadata.generation = generation;
  admission.admitUpdate(object, current, context);
  validateObject({ object, previous: current, rules, context });
  const owned = request.subresource ?? request.ownedAs;
  const managedFields = edited.managedFields
    ? edited.managedFields(object)
    : trackOwners(scope, {
        object,
        previous: current,
        options: request.options,
        ...(owned !== undefined && { subresource: owned }),
      });
  if (managedFields.length > 0) object.metadata.managedFields = managedFields;
  else delete object.metadata.managedFields;
  return object;
}

function readSent({ resource, rules }: VerbScope, request: ChangeRequest, body: unknown): KubeObject {
  try {
    return readObject({ resource, rules, body, options: request.options });
  } catch (error) {
    throw request.refusePatch?.(error) ?? error;
  }
}

function checkIdentity(
  { resource }: VerbScope,
  request: ChangeRequest,
  sent: KubeObject,
  current: KubeObject,
): void {
  const { metadata } = sent;
  if (metadata.name !== undefined && metadata.name !== current.metadata.name)
    throw nameMismatch(resource, current.metadata.name, metadata.name);
  metadata.name = current.metadata.name;
  if (metadata.namespace && metadata.namespace !== current.metadata.namespace)
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  const isOther = metadata.uid && metadata.uid !== current.metadata.uid;
  if (isOther && request.refusePatch) throw immutableUid(resource, sent, current);
  if (isOther)
    throw conflict(
      { ...resource, name: current.metadata.name },
      `StorageError: invalid object, Code: 4, Key: /registry/${resource.storage.replace(/^\//, '')}/${request.key.namespace ?? ''}/${request.key.name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${metadata.uid}, UID in object meta: ${current.metadata.uid}`,
    );
  if (!metadata.resourceVersion && request.isReplacement && resource.custom)
    throw invalid({ group: resource.group, kind: resource.resource }, current.metadata.name, [
      fieldErrors.invalid('metadata.resourceVersion', 0, 'must be specified for an update'),
    ]);
  if (metadata.resourceVersion && !/^\d+$/.test(metadata.resourceVersion))
    throw new ApiError({
      code: 500,
      reason: '',
      message: `strconv.ParseUint: parsing ${JSON.stringify(metadata.resourceVersion)}: invalid syntax`,
    });
  if (metadata.resourceVersion && metadata.resourceVersion !== current.metadata.resourceVersion)
    throw conflict({ ...resource, name: current.metadata.name }, staleObject);
}

/** Said twice: two validations of kube-apiserver find it. */
function immutableUid({ group, kind }: ServedResource, sent: KubeObject, current: KubeObject): ApiError {
  const error = fieldErrors.invalid('metadata.uid', sent.metadata.uid, 'field is immutable');
  return invalid({ group, kind }, current.metadata.name, [error, error]);
}

function withStatus(current: KubeObject, sent: KubeObject): KubeObject {
  const { status: _old, ...rest } = current;
  const kept = structuredClone(rest) as KubeObject;
  return sent.status === undefined ? kept : { ...kept, status: sent.status };
}

function withoutStatus({ resource }: VerbScope, sent: KubeObject, current: KubeObject): KubeObject {
  if (!resource.subresources.some(sub => sub.name === 'status')) return sent;
  const { status: _sent, ...rest } = sent;
  return (current.status === undefined ? rest : { ...rest, status: current.status }) as KubeObject;
}

/** What the server alone says about an object, whatever was sent. */
function restoreMetadata(object: KubeObject, current: KubeObject): void {
  const { metadata } = object;
  const old = current.metadata;
  if (metadata.namespace === undefined && old.namespace !== undefined) metadata.namespace = old.namespace;
  metadata.uid = old.uid;
  metadata.resourceVersion = old.resourceVersion;
  metadata.creationTimestamp = old.creationTimestamp;
  for (const field of [
    'generation',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'generateName',
  ] as const) {
    delete metadata[field];
    if (old[field] !== undefined) Object.assign(metadata, { [field]: old[field] });
  }
  delete (metadata as { selfLink?: string }).selfLink;
}
