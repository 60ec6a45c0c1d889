import { ApiError, badRequest, invalid } from '../errors/api-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { fieldsOf, textOf } from '../objects/object-fields.ts';
import { applyBuiltinDefaults, applyCustomDefaults } from '../schema/apply-defaults.ts';
import { type Decoded, decodeBuiltin, decodeCustom, isRecord, WrongJsonType } from '../schema/decode.ts';
import { fieldErrors } from '../schema/field-error.ts';
import type { KindRules } from './kind-rules.ts';
import { groupVersionOf, type ServedResource } from './served-resource.ts';
import type { WriteOptions } from './write-options.ts';

/** What was sent is no object of the resource. */
export class UnreadableObject extends ApiError {
  /** without the words that name the resource */
  readonly problem: string;
  /** the Go type of the field that holds something else */
  readonly wantedType: string | undefined;

  constructor({ kind, version }: ServedResource, problem: string, options: { wantedType?: string } = {}) {
    const subject = `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}`;
    super({ code: 400, reason: 'BadRequest', message: `${subject}: ${problem}` });
    this.problem = problem;
    this.wantedType = options.wantedType;
  }
}

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
  const apiVersion = textOf(body.apiVersion) || groupVersionOf(resource);
  const kind = textOf(body.kind) || resource.kind;
  const version = apiVersion.split('/').at(-1) ?? '';
  const subject = `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${resource.kind}`;
  if (kind !== resource.kind) throw otherKind({ resource, body, kind, version, subject });
  if (apiVersion === groupVersionOf(resource)) return;
  if (resource.custom)
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${groupVersionOf(resource)})`,
    );
  throw badRequest(
    `${subject}: no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:110"`,
  );
}

function otherKind(input: {
  resource: ServedResource;
  body: Record<string, unknown>;
  kind: string;
  version: string;
  subject: string;
}): ApiError {
  const { resource, body, kind, version, subject } = input;
  if (resource.custom)
    return invalid({ group: resource.group, kind }, textOf(fieldsOf(body.metadata).name), [
      fieldErrors.invalid('kind', kind, `must be ${resource.kind}`),
    ]);
  const internal = `${resource.group.split('.')[0] || 'core'}.${resource.kind}`;
  return badRequest(`${subject}: converting (${version}.${kind}) to (${internal}): unknown conversion`);
}

function decode(resource: ServedResource, body: Record<string, unknown>): Decoded {
  try {
    if (!resource.custom) return decodeBuiltin(resource.schema(), body, resource.kind);
    const decoded = decodeCustom(resource.schema(), body);
    return { ...decoded, unknownFields: metadataFirst(decoded.unknownFields) };
  } catch (error) {
    if (!(error instanceof WrongJsonType)) throw error;
    throw new UnreadableObject(resource, error.message, { wantedType: error.wanted });
  }
}

/** kube-apiserver reads the metadata of custom resources by itself, and sorts what it finds in the rest. */
function metadataFirst(fields: string[]): string[] {
  const isMetadata = (field: string): boolean => field.startsWith('metadata.');
  return [...fields.filter(isMetadata), ...fields.filter(field => !isMetadata(field)).sort()];
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
  throw new UnreadableObject(resource, `strict decoding error: ${texts.join(', ')}`);
}

/** A name in the body that differs from the path. */
export function nameMismatch(resource: ServedResource, inPath: string, inBody: string) {
  if (inBody === '')
    return invalid({ group: resource.group, kind: resource.kind }, inPath, [
      fieldErrors.required('metadata.name', 'name must be provided'),
    ]);
  return badRequest(`the name of the object (${inBody}) does not match the name on the URL (${inPath})`);
}
