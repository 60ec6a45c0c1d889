import { groupVersionOf, type ServedResource } from '../resources/served-resource.ts';
import type { JsonSchema } from '../schema/json-schema.ts';
import { builtinSchema, objectMetaSchema } from '../schema/json-schema.ts';

type Json = Record<string, unknown>;
const metaName = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** The OpenAPI v3 document of one custom group and version: what kubectl explains and validates by. */
export function customOpenApi(resources: ServedResource[]): Json {
  const schemas: Json = { ...metaSchemas() };
  const paths: Json = {};
  for (const resource of resources) {
    const name = schemaName(resource);
    schemas[name] = kindSchema(resource);
    schemas[`${name}List`] = listSchema(resource, name);
    Object.assign(paths, resourcePaths(resource, name));
  }
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes CRD Swagger', version: 'v0.1.0' },
    paths,
    components: { schemas },
  };
}

export function schemaName(resource: ServedResource): string {
  return `${resource.group.split('.').reverse().join('.')}.${resource.version}.${resource.kind}`;
}

export function kindSchema(resource: ServedResource): Json {
  const schema = resource.schema();
  return {
    ...schema,
    properties: {
      apiVersion: { type: 'string', description: 'The versioned schema of this object.' },
      kind: { type: 'string', description: 'The resource this object represents.' },
      metadata: {
        allOf: [{ $ref: `#/components/schemas/${objectMetaSchema.$ref}` }],
        description: "Standard object's metadata.",
      },
      ...withoutMetadata(schema),
    },
    'x-kubernetes-group-version-kind': [kindOf(resource)],
  };
}

function withoutMetadata(schema: JsonSchema): Json {
  const { metadata: _metadata, ...rest } = schema.properties ?? {};
  return rest;
}

function listSchema(resource: ServedResource, name: string): Json {
  return {
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { $ref: `#/components/schemas/${metaName}.ListMeta` },
      items: { type: 'array', items: { $ref: `#/components/schemas/${name}` } },
    },
    'x-kubernetes-group-version-kind': [{ ...kindOf(resource), kind: resource.listKind }],
  };
}

function kindOf({ group, version, kind }: ServedResource) {
  return { group, version, kind };
}

function resourcePaths(resource: ServedResource, name: string): Json {
  const scope = resource.namespaced ? '/namespaces/{namespace}' : '';
  const collection = `/apis/${groupVersionOf(resource)}${scope}/${resource.resource}`;
  const operation = (action: string, schema: string, parameters: string[] = []) => ({
    operationId: `${action}${resource.kind}`,
    parameters: parameters.map(parameter => ({
      name: parameter,
      in: 'query',
      schema: { type: 'string', uniqueItems: true },
    })),
    responses: {
      200: { content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } },
    },
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': kindOf(resource),
  });
  const write = ['dryRun', 'fieldManager', 'fieldValidation'];
  const single = {
    get: operation('get', name),
    put: operation('put', name, write),
    patch: operation('patch', name, [...write, 'force']),
    delete: operation('delete', `${metaName}.Status`, ['dryRun']),
  };
  return {
    [collection]: { get: operation('list', `${name}List`), post: operation('post', name, write) },
    [`${collection}/{name}`]: single,
    ...Object.fromEntries(
      resource.subresources.map(sub => [
        `${collection}/{name}/${sub.name}`,
        {
          get: operation('get', name),
          put: operation('put', name, write),
          patch: operation('patch', name, [...write, 'force']),
        },
      ]),
    ),
  };
}

function metaSchemas(): Json {
  const names = [
    'ObjectMeta',
    'ListMeta',
    'OwnerReference',
    'ManagedFieldsEntry',
    'FieldsV1',
    'Time',
    'Status',
    'StatusDetails',
    'StatusCause',
  ];
  return Object.fromEntries(
    names.map(name => [`${metaName}.${name}`, withFullReferences(builtinSchema(`${metaName}.${name}`))]),
  );
}

/** The facts keep references short; documents spell them out. */
function withFullReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withFullReferences);
  if (typeof value !== 'object' || value === null) return value;
  const { $ref, ...rest } = value as Json;
  const entries = Object.entries(rest).map(([key, item]) => [key, withFullReferences(item)]);
  const result = Object.fromEntries(entries) as Json;
  if ($ref === undefined) return result;
  if (typeof $ref !== 'string') return { ...result, $ref: withFullReferences($ref) };
  return { ...result, allOf: [{ $ref: `#/components/schemas/${$ref}` }] };
}
