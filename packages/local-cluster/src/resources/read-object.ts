import { badRequest, invalid } from '../http/api-error.ts';
import { applyBuiltinDefaults, applyCustomDefaults } from '../schema/apply-defaults.ts';
import { type Decoded, decodeBuiltin, decodeCustom, isRecord, WrongJsonType } from '../schema/decode.ts';
import { fieldErrors } from '../schema/field-error.ts';
import type { KubeObject } from '../storage/objects.ts';
import type { KindRules } from './kind-rules.ts';
import { groupVersionOf, type ServedResource } from './served-resource.ts';
import type { WriteOptions } from './write-options.ts';

/** Reads what a client sent as an object of the resource: right kind, known fields, defaults filled in. */
export function readObject(input: {
  resource: ServedResource;
  rules: KindRules;
  body: unknown;
  options: Pick<WriteOptions, 'fieldValidation' | 'warn'>;
}): KubeObject {
  const { resource, rules, body, options } = input;
  checkKind(resource, body);
  const decoded = decode(resource, body);
  reportUnknownFields(decoded.unknownFields, resource, options);
  const object = decoded.value as KubeObject;
  object.apiVersion = groupVersionOf(resource);
  object.kind = resource.kind;
  if (!isRecord(object.metadata)) object.metadata = {} as KubeObject['metadata'];
  dropEmpty(object.metadata as unknown as Record<string, unknown>);
  if (resource.custom) applyCustomDefaults(resource.schema(), object);
  else applyBuiltinDefaults(resource.schema(), object);
  rules.applyDefaults?.(object);
  return object;
}

/** Go leaves empty maps and lists of the metadata out. */
function dropEmpty(metadata: Record<string, unknown>): void {
  for (const name of ['labels', 'annotations', 'finalizers', 'ownerReferences']) {
    const value = metadata[name];
    if (typeof value === 'object' && value !== null && Object.keys(value).length === 0) delete metadata[name];
  }
}

function checkKind(resource: ServedResource, body: unknown): asserts body is Record<string, unknown> {
  if (!isRecord(body)) throw badRequest('the body of the request is not a JSON object');
  const wanted = groupVersionOf(resource);
  const { apiVersion, kind } = body;
  if (kind !== undefined && kind !== '' && kind !== resource.kind)
    throw badRequest(
      `${resource.kind} in version ${JSON.stringify(resource.version)} cannot be handled as a ${resource.kind}: the object provided is of kind ${JSON.stringify(kind)}`,
    );
  if (apiVersion !== undefined && apiVersion !== '' && apiVersion !== wanted)
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`,
    );
}

function decode(resource: ServedResource, body: Record<string, unknown>): Decoded {
  if (resource.custom) {
    // The pieces a client never sees rejected by structure, only by validation of metadata.
    try {
      return decodeCustom(resource.schema(), body);
    } catch (error) {
      if (!(error instanceof WrongJsonType)) throw error;
      throw badRequest(error.message);
    }
  }
  try {
    return decodeBuiltin(resource.schema(), body);
  } catch (error) {
    if (!(error instanceof WrongJsonType)) throw error;
    throw badRequest(
      `${resource.kind} in version ${JSON.stringify(resource.version)} cannot be handled as a ${resource.kind}: ${error.message}`,
    );
  }
}

function reportUnknownFields(
  fields: string[],
  resource: ServedResource,
  options: Pick<WriteOptions, 'fieldValidation' | 'warn'>,
): void {
  if (fields.length === 0 || options.fieldValidation === 'Ignore') return;
  const texts = fields.map(field => `unknown field ${JSON.stringify(field)}`);
  if (options.fieldValidation === 'Warn') {
    for (const text of texts) options.warn(text);
    return;
  }
  const subject = resource.custom
    ? ''
    : `${resource.kind} in version ${JSON.stringify(resource.version)} cannot be handled as a ${resource.kind}: `;
  throw badRequest(`${subject}strict decoding error: ${texts.join(', ')}`);
}

/** A name in the body that differs from the path. */
export function nameMismatch(resource: ServedResource, inPath: string, inBody: string) {
  if (inBody === '')
    return invalid({ group: resource.group, kind: resource.kind }, inPath, [
      fieldErrors.required('metadata.name', 'name must be provided'),
    ]);
  return badRequest(`the name of the object (${inBody}) does not match the name on the URL (${inPath})`);
}
