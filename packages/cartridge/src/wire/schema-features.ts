import { deadlineSeconds } from './deadline-seconds.ts';
import type { CallOptions, Transport } from './transport.ts';

/** Which fields the instance's GraphQL schema has: an unknown one fails a whole query. */
export interface SchemaFeatures {
  has(type: string, field: string): boolean;
}

/** Asked by name; the sections of `boxinfo` are reached through ServerInfo, whatever their types are called. */
const introspection = `query {
  server: __type(name: "Server") { fields { name } }
  boxinfo: __type(name: "ServerInfo") { fields { name type { fields { name } ofType { fields { name } } } } }
  apicluster: __type(name: "Apicluster") { fields { name } }
  role: __type(name: "Role") { fields { name } }
  failover: __type(name: "FailoverAPI") { fields { name } }
  suggestions: __type(name: "Suggestions") { fields { name } }
  mutation: __type(name: "MutationApicluster") { fields { name } }
}`;

interface WireField {
  name: string;
  type?: { fields: WireField[] | null; ofType: { fields: WireField[] | null } | null };
}

type WireSchema = Record<string, { fields: WireField[] | null } | null>;

/** Reads the schema once; introspection works in every state of an instance. */
export async function detectFeatures(
  transport: Transport,
  options: CallOptions = {},
): Promise<SchemaFeatures> {
  return transport.send({
    call: '__type',
    query: introspection,
    deadlineSeconds: deadlineSeconds.local,
    parse: featuresOf,
    ...options,
  });
}

function featuresOf(schema: WireSchema): SchemaFeatures {
  const known = new Set<string>();
  const add = (type: string, fields: readonly WireField[] | null | undefined) => {
    for (const field of fields ?? []) known.add(`${type}.${field.name}`);
  };
  for (const [name, type] of Object.entries(schema)) add(name, type?.fields);
  for (const section of schema.boxinfo?.fields ?? [])
    add(`boxinfo.${section.name}`, section.type?.fields ?? section.type?.ofType?.fields);
  return { has: (type, field) => known.has(`${type}.${field}`) };
}
