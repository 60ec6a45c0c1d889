import { expect, test } from 'vitest';
import { customResourceDefinitions } from './custom-resource-definitions.ts';
import type { JsonSchema } from './schema/json-schema.ts';

interface Definition {
  spec: { versions: Array<{ schema: { openAPIV3Schema: JsonSchema } }> };
}

function schemas(): Array<[string, JsonSchema]> {
  return [...customResourceDefinitions()].map(([plural, definition]) => {
    const { versions } = (definition as unknown as Definition).spec;
    return [plural, versions[0]?.schema.openAPIV3Schema ?? {}];
  });
}

/** Every schema below with the path of fields to it. */
function walk(schema: JsonSchema, path: string): Array<[string, JsonSchema]> {
  const inner = [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, field]) => walk(field, `${path}.${name}`)),
    ...(schema.items === undefined ? [] : walk(schema.items, `${path}[]`)),
    ...(schema.additionalProperties === undefined ? [] : walk(schema.additionalProperties, `${path}{}`)),
  ];
  return [[path, schema], ...inner];
}

const fields = schemas().flatMap(([plural, schema]) => walk(schema, plural));

test('every schema is structural: it says its type', () => {
  expect(fields.filter(([, schema]) => schema.type === undefined).map(([path]) => path)).toEqual([]);
});

test('required fields and list keys exist', () => {
  for (const [path, schema] of fields) {
    const keys = schema['x-kubernetes-list-map-keys'] ?? [];
    expect(Object.keys(schema.properties ?? {}), path).toEqual(
      expect.arrayContaining([...(schema.required ?? [])]),
    );
    expect(schema.items?.required ?? [], path).toEqual(expect.arrayContaining([...keys]));
  }
});

test('unknown fields are pruned outside of embedded Kubernetes objects', () => {
  const open = fields
    .filter(([, schema]) => schema['x-kubernetes-preserve-unknown-fields'])
    .map(([path]) => path);
  expect(open).toEqual([
    'roles.spec.storageTemplate',
    'replicasettemplates.spec.updateStrategy',
    'replicasettemplates.spec.template',
    'replicasettemplates.spec.template.metadata',
    'replicasettemplates.spec.template.spec',
    'replicasettemplates.spec.volumeClaimTemplates[].metadata',
    'replicasettemplates.spec.volumeClaimTemplates[].spec',
    'replicasettemplates.spec.volumeClaimTemplates[].status',
  ]);
});

test('no field is named that the API server does not store: its owner would be in conflict with helm 4', () => {
  for (const definition of customResourceDefinitions().values())
    expect(definition.spec).not.toHaveProperty('preserveUnknownFields');
});

test('field names are camelCase', () => {
  const odd = fields
    .map(([path]) => path.split('.').at(-1) ?? '')
    .filter(name => !/^[a-z][a-zA-Z0-9]*(\[\]|\{\})*$/.test(name));
  expect(odd).toEqual([]);
});

test('rules name fields that exist', () => {
  for (const [path, schema] of fields) {
    for (const { rule } of schema['x-kubernetes-validations'] ?? []) {
      const named = [...rule.matchAll(/self\.([a-zA-Z0-9]+)/g)].map(match => match[1]);
      expect(Object.keys(schema.properties ?? {}), path).toEqual(expect.arrayContaining(named));
    }
  }
});
