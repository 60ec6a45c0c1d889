import { ApiError, badRequest } from '../../errors/api-error.ts';
import type { KubeObject, ObjectKey } from '../../objects/kube-object.ts';
import { timestamp } from '../../objects/timestamp.ts';
import {
  type Application,
  applyConfiguration,
  ownersAfterApply,
  ownersOfNew,
} from '../../patch/apply/apply-configuration.ts';
import { repeatedElement } from '../../patch/apply/repeated-element.ts';
import { objectSchema } from '../../patch/apply/typed-value.ts';
import { type Decoded, decodeBuiltin, decodeCustom, isRecord, WrongJsonType } from '../../schema/decode.ts';
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
  /** take over fields of other owners */
  isForced: boolean;
}

/**
 * Server-side apply: lays the configuration over the object, removes the fields that this manager applied before and
 * leaves out now, and refuses to change fields of other owners unless forced.
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
      // Another client created the object meanwhile: apply to that object.
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
  const application = applicationOf(service, request, configuration);
  const { resourceVersion: _version, uid: _uid, ...metadata } = configuration.metadata;
  return service.create(resource, {
    namespace: key.namespace ?? '',
    body: structuredClone({ ...configuration, metadata }),
    options,
    managedFields: () => ownersOfNew(application),
  });
}

function applyToObject(
  service: ObjectService,
  request: ApplyRequest,
  configuration: KubeObject,
): Promise<KubeObject> {
  return service.change(request.resource, {
    ...request,
    edit(before) {
      const application = applicationOf(service, request, configuration);
      const applied = applyConfiguration(before, application);
      return {
        body: applied.object,
        managedFields: after => ownersAfterApply({ application, applied, before, after }),
      };
    },
  });
}

function applicationOf(
  service: ObjectService,
  { resource, subresource, options, isForced }: ApplyRequest,
  configuration: KubeObject,
): Application {
  return {
    schema: objectSchema(resource.schema()),
    configuration,
    applier: {
      manager: options.fieldManager,
      apiVersion: groupVersionOf(resource),
      ...(subresource !== undefined && { subresource }),
      time: timestamp(service.parts.now()),
    },
    isForced,
  };
}
