import { customResourceDefinitions } from '@cartridge-on-kubernetes/api';
import type { KubeClient } from '@cartridge-on-kubernetes/kube';
import { expect, test } from 'vitest';
import { outdatedDefinitions } from './outdated-definitions.ts';

type Schemas = Record<string, object>;

function clientOf(schemas: Schemas): KubeClient {
  const getText = async (path: string) => {
    expect(path).toBe('/openapi/v3/apis/tarantool.io/v1alpha1');
    return JSON.stringify({ components: { schemas } });
  };
  return { getText } as Partial<KubeClient> as KubeClient;
}

function publishedSchemas(): Schemas {
  return Object.fromEntries(
    [...customResourceDefinitions().values()].map(({ spec }) => {
      // biome-ignore lint/suspicious/noExplicitAny: as deep as the definition is
      const { names, versions } = spec as any;
      return [`io.tarantool.v1alpha1.${names.kind}`, structuredClone(versions[0].schema.openAPIV3Schema)];
    }),
  );
}

test('definitions of this version are no news', async () => {
  expect(await outdatedDefinitions(clientOf(publishedSchemas()))).toEqual([]);
});

test('an older one is named with the fields that it lacks', async () => {
  const schemas = publishedSchemas();
  // biome-ignore lint/suspicious/noExplicitAny: the same
  const role = schemas['io.tarantool.v1alpha1.Role'] as any;
  delete role.properties.spec.properties.allRw;
  delete role.properties.status;
  expect(await outdatedDefinitions(clientOf(schemas))).toEqual([
    { kind: 'Role', missing: ['spec.allRw', 'status'] },
  ]);
});

test('a kind that is not published is not taken for an old one', async () => {
  expect(await outdatedDefinitions(clientOf({}))).toEqual([]);
});
