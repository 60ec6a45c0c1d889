import { customResourceDefinitions } from '@cartridge-on-kubernetes/api';
import type { KubeClient } from '@cartridge-on-kubernetes/kube';
import { ManualClock } from '@cartridge-on-kubernetes/platform/testing';
import { beforeEach, expect, test } from 'vitest';
import { createLogger } from '../logger.ts';
import { DefinitionsWatch } from './definitions-watch.ts';

/** fields of Role in the published schema */
let served: Record<string, object>;
let looks: number;
let duringLook: () => void;
let told: unknown[];
let clock: ManualClock;
let watch: DefinitionsWatch;

beforeEach(() => {
  served = roleFields();
  looks = 0;
  duringLook = () => {};
  told = [];
  clock = new ManualClock();
  const client = {
    getText: async () => {
      looks += 1;
      duringLook();
      return JSON.stringify({
        components: { schemas: { 'io.tarantool.v1alpha1.Role': { properties: served } } },
      });
    },
  };
  watch = new DefinitionsWatch({
    client: client as Partial<KubeClient> as KubeClient,
    clock,
    log: createLogger('debug', { write: () => {} }),
    onChange: outdated => told.push(outdated),
  });
});

test('what is as it should be is no news', async () => {
  await watch.start();
  expect({ looks, told }).toEqual({ looks: 1, told: [] });
});

test('fields that another chart takes away are told when the watches of their objects begin anew', async () => {
  await watch.start();
  const { status, ...rest } = served;
  served = rest;
  watch.watchBegan();
  await settle();
  expect(told).toEqual([[{ kind: 'Role', missing: ['status'] }]]);
  watch.watchBegan();
  await settle();
  expect(told).toHaveLength(1);
  served = { ...rest, ...(status && { status }) };
  watch.watchBegan();
  await settle();
  expect(told.at(-1)).toEqual([]);
});

test('watches that begin together are one reason to look, one that begins during the look is another', async () => {
  watch.watchBegan();
  await watch.start();
  for (let kind = 0; kind < 3; kind++) watch.watchBegan();
  await settle();
  expect(looks).toBe(2);
  watch.watchBegan();
  duringLook = () => watch.watchBegan();
  await settle();
  duringLook = () => {};
  expect(looks).toBe(3);
  await settle();
  expect(looks).toBe(4);
  expect(clock.pending).toBe(0);
});

test('it ends without another look', async () => {
  await watch.start();
  watch.watchBegan();
  await watch.stop();
  watch.watchBegan();
  expect({ looks, waiting: clock.pending }).toEqual({ looks: 1, waiting: 0 });
});

function roleFields(): Record<string, object> {
  const { spec } = customResourceDefinitions().get('roles') as { spec: object };
  const { versions } = spec as {
    versions: [{ schema: { openAPIV3Schema: { properties: Record<string, object> } } }];
  };
  return versions[0].schema.openAPIV3Schema.properties;
}

/** Lets the schema settle, and what follows from it happen. */
async function settle(): Promise<void> {
  clock.advance(60_000);
  await new Promise(resolve => setImmediate(resolve));
}
