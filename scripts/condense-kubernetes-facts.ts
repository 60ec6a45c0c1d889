import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * Turns what a real kube-apiserver publishes about itself (fixtures/kubernetes-1.34) into the forms the
 * local cluster reads at start: one table of resources, one set of schemas, one OpenAPI v3 file a group
 * version, served as it is. Run it again only when the facts change.
 */
const root = fileURLToPath(new URL('../packages/local-cluster/fixtures/', import.meta.url));
const source = `${root}kubernetes-1.34/`;
const target = `${root}generated/`;

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

function condense(): void {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(`${target}openapi-v3`, { recursive: true });
  const openapi = readGzip('openapi-v3.json.gz') as Record<
    string,
    { components?: { schemas?: Record<string, Json> } }
  >;
  const schemas = collectSchemas(openapi);
  writeFileSync(`${target}schemas.json`, `${JSON.stringify(schemas.definitions)}\n`);
  writeFileSync(`${target}resources.json`, `${JSON.stringify(collectResources(schemas.names))}\n`);
  writeFileSync(`${target}openapi-v2.json.gz`, readFileSync(`${source}openapi-v2.json.gz`));
  writeFileSync(`${target}spdy-dictionary.bin`, readFileSync(`${source}spdy-dictionary.bin`));
  writeFileSync(`${target}protobuf-fields.json`, `${JSON.stringify(collectProtobufFields())}\n`);
  writeOpenApiV3(openapi);
}

function collectSchemas(openapi: Record<string, { components?: { schemas?: Record<string, Json> } }>) {
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

function collectResources(schemaNames: Record<string, string>) {
  const { legacy } = readGzip('discovery.json.gz') as { legacy: Record<string, Json> };
  const { groups: named } = legacy['/apis'] as {
    groups: Array<{ name: string; versions: Array<{ version: string }> }>;
  };
  const columns = JSON.parse(readFileSync(`${source}table-columns.json`, 'utf8')) as Record<string, Column[]>;
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
function collectProtobufFields() {
  const messages = JSON.parse(readFileSync(`${source}protobuf-fields.json`, 'utf8')) as Record<
    string,
    unknown
  >;
  return Object.fromEntries(Object.entries(messages).filter(([name]) => !name.endsWith('List')));
}

function writeOpenApiV3(openapi: Record<string, unknown>): void {
  const index: Record<string, string> = {};
  for (const [path, document] of Object.entries(openapi)) {
    const text = JSON.stringify(document);
    index[path] = createHash('sha512').update(text).digest('hex').toUpperCase();
    writeFileSync(`${target}openapi-v3/${path.replaceAll('/', '_')}.json.gz`, gzipSync(text, { level: 9 }));
  }
  writeFileSync(`${target}openapi-v3/index.json`, `${JSON.stringify(index, null, 1)}\n`);
}

function readGzip(name: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(source + name)).toString('utf8'));
}

function mapValues<T, R>(record: Record<string, T>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

condense();
