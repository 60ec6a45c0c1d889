import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '@cartridge-on-kubernetes/test-kit';
import { parse } from 'yaml';
import type { Manifest } from './helm.ts';

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
}

interface ResourceDefinition {
  spec: { names: { kind: string }; versions: Array<{ name: string; schema: { openAPIV3Schema: Schema } }> };
}

const folder = join(repository, 'charts/tarantool-operator/crds');

/** Fields of a custom resource that the API server would silently drop, as its schema does not know them. */
export function prunedFields(manifest: Manifest): string[] {
  const version = manifest.apiVersion.split('/')[1];
  const definition = readdirSync(folder)
    .map(file => parse(readFileSync(join(folder, file), 'utf8')) as ResourceDefinition)
    .find(candidate => candidate.spec.names.kind === manifest.kind);
  const schema = definition?.spec.versions.find(candidate => candidate.name === version)?.schema
    .openAPIV3Schema;
  if (!schema) throw new Error(`no definition of ${manifest.apiVersion} ${manifest.kind}`);
  const { metadata: _, ...rest } = manifest;
  return unknownFields({ value: rest, schema, path: '' });
}

function unknownFields(of: { value: unknown; schema: Schema; path: string }): string[] {
  const { value, schema, path } = of;
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      unknownFields({ value: item, schema: schema.items ?? {}, path: `${path}[${index}]` }),
    );
  if (typeof value !== 'object' || value === null || schema['x-kubernetes-preserve-unknown-fields'])
    return [];
  return Object.entries(value).flatMap(([key, field]) => {
    const known = schema.properties?.[key] ?? schema.additionalProperties;
    if (known === true) return [];
    return known
      ? unknownFields({ value: field, schema: known, path: `${path}.${key}` })
      : [`${path}.${key}`];
  });
}
