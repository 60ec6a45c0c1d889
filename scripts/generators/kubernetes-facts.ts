import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { GeneratedFile } from './generated-file.ts';

const fixtures = 'packages/local-cluster/fixtures';

type Json = Record<string, unknown>;

interface Column {
  name: string;
  type: string;
  format: string;
  priority: number;
}

interface LegacyResource {
  name: string;
  singularName: string;
  namespaced: boolean;
  kind: string;
  group?: string;
  version?: string;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
  storageVersionHash?: string;
}

type OpenApiDocuments = Record<string, { components?: { schemas?: Record<string, Json> } }>;

/**
 * Turns what a real kube-apiserver publishes about itself (fixtures/kubernetes-1.34) into the forms the
 * local cluster reads at start: one table of resources, one set of schemas, one OpenAPI v3 file a group
 * version, served as it is.
 */
export function generateKubernetesFacts({ root }: { root: string }): GeneratedFile[] {
  const facts = new Facts(resolve(root, fixtures, 'kubernetes-1.34'));
  const openapi = facts.unpack('openapi-v3.json.gz') as OpenApiDocuments;
  const schemas = collectSchemas(openapi);
  const files = {
    'schemas.json': lineOf(schemas.definitions),
    'resources.json': lineOf(collectResources(schemas.names, facts)),
    'protobuf-fields.json': lineOf(collectProtobufFields(facts)),
    'openapi-v2.json.gz': gunzipSync(facts.read('openapi-v2.json.gz')),
    'spdy-dictionary.bin': facts.read('spdy-dictionary.bin'),
    ...openApiV3Files(openapi),
  };
  return Object.entries(files).map(([name, content]) => ({
    path: `${fixtures}/generated/${name}`,
    content,
  }));
}

class Facts {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  read(name: string): Buffer {
    return readFileSync(resolve(this.#folder, name));
  }

  parse(name: string): unknown {
    return JSON.parse(this.read(name).toString('utf8'));
  }

  unpack(name: string): unknown {
    return JSON.parse(gunzipSync(this.read(name)).toString('utf8'));
  }
}

function collectSchemas(openapi: OpenApiDocuments) {
  const definitions: Record<string, unknown> = {};
  const names: Record<string, string> = {};
  for (const document of Object.values(openapi)) {
    for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
      if (definitions[name]) continue;
      definitions[name] = condenseSchema(schema);
      const kinds = (schema['x-kubernetes-group-version-kind'] ?? []) as Array<Record<string, string>>;
      if (kinds.length === 1) names[`${kinds[0]?.group}/${kinds[0]?.version}/${kinds[0]?.kind}`] = name;
    }
  }
  return { definitions, names };
}

/** `allOf: [{$ref}]` is how OpenAPI v3 hangs a default on a reference; one level less is quicker to walk. */
function condenseSchema(schema: Json): Json {
  const result: Json = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'x-kubernetes-group-version-kind') continue;
    if (key === '$ref') result.$ref = shortReference(String(value));
    else if (key === 'allOf') Object.assign(result, condenseSchema((value as Json[])[0] ?? {}));
    else if (key === 'properties')
      result.properties = mapValues(value as Record<string, Json>, condenseSchema);
    else if ((key === 'items' || key === 'additionalProperties') && typeof value === 'object')
      result[key] = condenseSchema(value as Json);
    else result[key] = value;
  }
  return result;
}

function shortReference(reference: string): string {
  return reference.replace('#/components/schemas/', '');
}

function collectResources(schemaNames: Record<string, string>, facts: Facts) {
  const { legacy } = facts.unpack('discovery.json.gz') as { legacy: Record<string, Json> };
  const { groups: named } = legacy['/apis'] as {
    groups: Array<{ name: string; versions: Array<{ version: string }> }>;
  };
  const columns = facts.parse('table-columns.json') as Record<string, Column[]>;
  const groups = [
    { name: '', versions: ['v1'] },
    ...named.map(group => ({
      name: group.name,
      versions: group.versions.map(version => version.version),
    })),
  ];
  return groups.map(group => ({
    name: group.name,
    versions: group.versions.map(version => ({
      version,
      resources: collectVersion({ group: group.name, version, legacy, columns, schemaNames }),
    })),
  }));
}

function collectVersion(options: {
  group: string;
  version: string;
  legacy: Record<string, Json>;
  columns: Record<string, Column[]>;
  schemaNames: Record<string, string>;
}) {
  const { group, version, legacy, columns, schemaNames } = options;
  const path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const entries = (legacy[path]?.resources ?? []) as LegacyResource[];
  return entries
    .filter(entry => !entry.name.includes('/'))
    .map(entry => ({
      ...entry,
      schema: schemaNames[`${entry.group ?? group}/${entry.version ?? version}/${entry.kind}`],
      columns: columns[`${group || 'core'}/${version}/${entry.name}`],
      subresources: entries
        .filter(sub => sub.name.startsWith(`${entry.name}/`))
        .map(({ name, kind, verbs, group: subGroup, version: subVersion }) => ({
          name: name.slice(entry.name.length + 1),
          kind,
          verbs,
          group: subGroup,
          version: subVersion,
        })),
    }));
}

/** Lists are only ever answered, never sent. */
function collectProtobufFields(facts: Facts) {
  const messages = facts.parse('protobuf-fields.json') as Record<string, unknown>;
  return Object.fromEntries(Object.entries(messages).filter(([name]) => !name.endsWith('List')));
}

function openApiV3Files(openapi: OpenApiDocuments): Record<string, string> {
  const index: Record<string, string> = {};
  const files: Record<string, string> = {};
  for (const [path, document] of Object.entries(openapi)) {
    const text = JSON.stringify(document);
    index[path] = createHash('sha512').update(text).digest('hex').toUpperCase();
    files[`openapi-v3/${path.replaceAll('/', '_')}.json.gz`] = text;
  }
  return { ...files, 'openapi-v3/index.json': `${JSON.stringify(index, null, 1)}\n` };
}

function lineOf(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function mapValues<T, R>(record: Record<string, T>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
