import { randomUUID } from 'node:crypto';
import { ApiError, alreadyExists, badRequest, invalid } from '../../errors/api-error.ts';
import type { KubeObject } from '../../objects/kube-object.ts';
import { timestamp } from '../../objects/timestamp.ts';
import { fieldErrors } from '../../schema/field-error.ts';
import { fromStored, toStored } from '../convert.ts';
import { hasGeneration } from '../generation.ts';
import { generateName } from '../names.ts';
import { validateObject } from '../object-validation.ts';
import { readObject } from '../read-object.ts';
import type { ServedResource } from '../served-resource.ts';
import type { VerbScope } from '../verb-scope.ts';
import type { WriteOptions } from '../write-options.ts';
import { trackOwners } from './track-owners.ts';

export interface CreateRequest {
  namespace: string;
  body: unknown;
  options: WriteOptions;
  /** server-side apply brings the field owners with it */
  managedFields?(object: KubeObject): unknown[];
}

const nameAttempts = 8;

export async function createObject(scope: VerbScope, request: CreateRequest): Promise<KubeObject> {
  const { resource, rules } = scope;
  const object = readObject({ resource, rules, body: request.body, options: request.options });
  checkNew(resource, object, request.namespace);
  const prefix = object.metadata.generateName;
  const isGenerated = !object.metadata.name && prefix !== undefined && prefix !== '';
  for (let attempt = 1; ; attempt += 1) {
    if (isGenerated) object.metadata.name = generateName(prefix);
    try {
      return await insert(scope, request, structuredClone(object));
    } catch (error) {
      const isTaken = error instanceof ApiError && error.reason === 'AlreadyExists';
      if (!isGenerated || !isTaken || attempt === nameAttempts) throw error;
    }
  }
}

function checkNew(resource: ServedResource, object: KubeObject, namespace: string): void {
  const { metadata } = object;
  if (metadata.resourceVersion)
    throw new ApiError({
      code: 500,
      reason: '',
      message: 'resourceVersion should not be set on objects to be created',
    });
  if (resource.namespaced && metadata.namespace && metadata.namespace !== namespace)
    throw badRequest(`the namespace of the provided object does not match the namespace sent on the request`);
  if (resource.namespaced && namespace === '')
    throw badRequest('an empty namespace may not be set during creation');
  if (!metadata.name && !metadata.generateName)
    throw invalid(resource, '', [fieldErrors.required('metadata.name', 'name or generateName is required')]);
}

async function insert(scope: VerbScope, request: CreateRequest, object: KubeObject): Promise<KubeObject> {
  const { resource, rules, context, store, admission } = scope;
  stampNew(scope, object, request.namespace);
  const key = { namespace: request.namespace, name: object.metadata.name };
  admission.admitCreate(object, context);
  rules.prepareForCreate?.(object, context);
  try {
    validateObject({ object, previous: undefined, rules, context });
    object.metadata.managedFields = request.managedFields
      ? request.managedFields(object)
      : trackOwners(scope, { object, previous: undefined, options: request.options });
    if (request.options.dryRun) {
      if (store.read(resource.storage, key)) throw alreadyExists({ ...resource, name: key.name });
      rules.afterDelete?.(object);
      return object;
    }
    const stored = await store.transact(resource.storage, key, current => {
      if (current) throw alreadyExists({ ...resource, name: key.name });
      return { kind: 'put', object: toStored(resource, object) };
    });
    return fromStored(resource, stored ?? object);
  } catch (error) {
    rules.afterDelete?.(object);
    throw error;
  }
}

function stampNew({ resource, context }: VerbScope, object: KubeObject, namespace: string): void {
  const { metadata } = object;
  if (resource.namespaced) metadata.namespace = namespace;
  else delete metadata.namespace;
  metadata.uid = randomUUID();
  metadata.creationTimestamp = timestamp(context.now);
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete (metadata as { selfLink?: string }).selfLink;
  if (hasGeneration(resource)) metadata.generation = 1;
  else delete metadata.generation;
  if (resource.subresources.some(sub => sub.name === 'status') && object.status !== undefined) {
    if (resource.custom) delete object.status;
    else object.status = {};
  }
}
