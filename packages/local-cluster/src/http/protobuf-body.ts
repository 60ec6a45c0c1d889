import { badRequest } from '../errors/api-error.ts';
import { parseFacts } from '../schema/facts.ts';
import { ProtobufReader } from './protobuf-reader.ts';

/**
 * Kubernetes' binary form of built-in kinds, which kubectl's typed clients send (they accept JSON back). Field
 * numbers are facts of the real API; JSON names and the meaning of absent fields follow Go's encoding/json.
 */
type FieldKind = 'value' | 'pointer' | 'list' | 'map' | 'inline';
type Fields = Record<string, [name: string, type: string, kind: FieldKind]>;

const magic = Buffer.from('k8s\0');
let messages: Record<string, Fields> | undefined;

export interface ProtobufObject {
  apiVersion: string;
  kind: string;
  [field: string]: unknown;
}

export function decodeProtobuf(body: Buffer): ProtobufObject {
  if (!body.subarray(0, 4).equals(magic)) throw badRequest('the body is not a Kubernetes protobuf object');
  messages ??= parseFacts<Record<string, Fields>>('protobuf-fields.json');
  const envelope = decodeMessage('io.k8s.apimachinery.pkg.runtime.Unknown', body.subarray(4)) as {
    apiVersion?: string;
    kind?: string;
    raw?: Buffer;
  };
  const { apiVersion = '', kind = '', raw = Buffer.alloc(0) } = envelope;
  const type = messageName(apiVersion, kind);
  if (type === undefined)
    throw badRequest(`no kind ${JSON.stringify(kind)} is known for version ${JSON.stringify(apiVersion)}`);
  return { ...(decodeMessage(type, raw) as Record<string, unknown>), apiVersion, kind };
}

/** `apps/v1` `Deployment` is the message io.k8s.api.apps.v1.Deployment; the types of meta.k8s.io serve all groups. */
function messageName(apiVersion: string, kind: string): string | undefined {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  const short = group?.split('.')[0];
  const candidates = [
    `io.k8s.api.${short}.${version}.${kind}`,
    `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.${version}.${kind}`,
    `io.k8s.apimachinery.pkg.apis.meta.v1.${kind}`,
  ];
  return candidates.find(name => messages && Object.hasOwn(messages, name));
}

function decodeMessage(type: string, bytes: Buffer): unknown {
  const fields = messages?.[type];
  if (!fields) throw badRequest(`the protobuf message ${type} is not known`);
  const special = specialMessages[type];
  const reader = new ProtobufReader(bytes);
  const result: Record<string, unknown> = {};
  while (reader.hasMore()) {
    const { number, wireType } = reader.tag();
    const field = fields[number];
    if (field) readField(result, field, reader, wireType);
    else reader.skip(wireType);
  }
  return special ? special(result) : result;
}

function readField(
  result: Record<string, unknown>,
  [name, type, kind]: Fields[string],
  reader: ProtobufReader,
  wireType: number,
): void {
  if (kind === 'map') {
    const entry = decodeMapEntry(type, reader.bytes());
    result[name] = { ...(result[name] as object | undefined), [entry.key]: entry.value };
    return;
  }
  const value = readValue(type, reader, wireType);
  if (kind === 'list') result[name] = [...((result[name] as unknown[] | undefined) ?? []), value];
  else if (kind === 'inline') Object.assign(result, value);
  // Go always writes fields that are not pointers; the zero value stands for a field that is not set.
  else if (kind === 'pointer' || !isZero(value)) result[name] = value;
}

function readValue(type: string, reader: ProtobufReader, wireType: number): unknown {
  switch (type) {
    case 'string':
      return reader.bytes().toString('utf8');
    case 'bytes':
      return reader.bytes().toString('base64');
    case 'bool':
      return reader.varint() !== 0n;
    case 'int32':
    case 'int64':
    case 'uint32':
    case 'uint64':
      return Number(BigInt.asIntN(64, reader.varint()));
    case 'double':
      return reader.double();
    default:
      if (wireType !== 2) throw badRequest(`unexpected wire type ${wireType} in a protobuf message`);
      return decodeMessage(type, reader.bytes());
  }
}

function decodeMapEntry(type: string, bytes: Buffer): { key: string; value: unknown } {
  const reader = new ProtobufReader(bytes);
  let key = '';
  let value: unknown = type === 'string' || type === 'bytes' ? '' : {};
  while (reader.hasMore()) {
    const { number, wireType } = reader.tag();
    if (number === 1) key = reader.bytes().toString('utf8');
    else value = readValue(type, reader, wireType);
  }
  return { key, value };
}

function isZero(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === '' || value === 0 || value === false || value === undefined;
}

/** Messages whose JSON is not an object with their fields. */
const specialMessages: Record<string, (fields: Record<string, unknown>) => unknown> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': fields => fields.string ?? '0',
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': fields => moment(fields, 0),
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': fields => moment(fields, 6),
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': embeddedJson,
  'io.k8s.apimachinery.pkg.runtime.RawExtension': embeddedJson,
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': embeddedJson,
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': fields =>
    fields.type === 1 ? (fields.strVal ?? '') : (fields.intVal ?? 0),
  'io.k8s.api.authentication.v1.ExtraValue': fields => fields.items ?? [],
  'io.k8s.api.authorization.v1.ExtraValue': fields => fields.items ?? [],
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool': fields =>
    fields.schema ?? fields.allows ?? false,
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray': fields =>
    fields.schema ?? fields.jSONSchemas ?? [],
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray': fields =>
    fields.schema ?? fields.property ?? [],
  'io.k8s.apimachinery.pkg.runtime.Unknown': fields => ({
    ...fields,
    raw: Buffer.from((fields.raw as string | undefined) ?? '', 'base64'),
  }),
};

function moment(fields: Record<string, unknown>, fractionDigits: number): string | undefined {
  const { seconds = 0, nanos = 0 } = fields as { seconds?: number; nanos?: number };
  if (seconds === 0) return undefined;
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  return fractionDigits === 0 ? `${text}Z` : `${text}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z`;
}

function embeddedJson(fields: Record<string, unknown>): unknown {
  const encoded = (fields.raw ?? fields.Raw) as string | undefined;
  return encoded ? JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) : undefined;
}
