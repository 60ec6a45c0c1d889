import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KV_APP } from './kit/bundle.ts';
import { type Alias, TestCluster } from './kit/cluster.ts';
import { eventually } from './kit/eventually.ts';

const BUCKETS = 3000;
const KEYS = 200;
const STORAGES_0 = '49925d04-37ea-524f-857e-a8faa617f3c8';
const STORAGES_1 = 'decd989c-c089-575b-ae6e-8032bb184e2c';

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await TestCluster.start({
    app: KV_APP,
    environment: { TARANTOOL_BUCKET_COUNT: String(BUCKETS) },
  });
});
afterAll(() => cluster?.close());

const EDIT = `mutation($replicasets: [EditReplicasetInput], $servers: [EditServerInput]) {
  cluster { edit_topology(replicasets: $replicasets, servers: $servers) { servers { uuid } } }
}`;

async function edit(variables: object): Promise<void> {
  const answer = await cluster.graphql('routers-0-0', EDIT, variables);
  expect(answer).toHaveProperty('data');
}

async function bucketCounts(): Promise<Record<string, number | null>> {
  const answer = await cluster.graphql(
    'routers-0-0',
    '{ servers { alias statistics { vshard_buckets_count } } }',
  );
  const { servers } = answer.data as {
    servers: { alias: string; statistics: { vshard_buckets_count: number | null } }[];
  };
  return Object.fromEntries(
    servers.map(({ alias, statistics }) => [alias, statistics?.vshard_buckets_count ?? null]),
  );
}

async function put(key: string): Promise<number> {
  const body = JSON.stringify({ key, value: `value of ${key}` });
  return (await cluster.fetch('routers-0-0', '/kv', { method: 'POST', body })).status;
}

/** Every key ever acknowledged can be read. */
async function expectAllKeys(): Promise<void> {
  for (let index = 0; index < KEYS; index++) {
    const response = await cluster.fetch('routers-0-0', `/kv/key-${index}`);
    expect(await response.json()).toEqual({ key: `key-${index}`, value: `value of key-${index}` });
  }
}

async function restart(alias: Alias): Promise<void> {
  await cluster.kill(alias);
  cluster.spawn(alias);
}

describe.sequential('data of an application', () => {
  test('is written through the router and read back', async () => {
    await edit({
      replicasets: [
        { roles: ['app.roles.router'], join_servers: [{ uri: cluster.instance('routers-0-0').uri }] },
        {
          uuid: STORAGES_0,
          roles: ['app.roles.storage'],
          join_servers: [
            { uri: cluster.instance('storages-0-0').uri },
            { uri: cluster.instance('storages-0-1').uri },
          ],
        },
      ],
    });
    expect(await cluster.graphql('storages-0-0', 'mutation { bootstrap_vshard }')).toEqual({
      data: { bootstrap_vshard: true },
    });
    for (let index = 0; index < KEYS; index++) expect(await put(`key-${index}`)).toBe(201);
    expect(await put('key-0')).toBe(409);
    expect((await cluster.fetch('routers-0-0', '/kv/nobody')).status).toBe(404);
    expect((await cluster.fetch('routers-0-0', '/kv', { method: 'POST', body: 'no JSON' })).status).toBe(400);
    await expectAllKeys();
  });

  test('moves with its buckets while it is read', async () => {
    await edit({
      replicasets: [
        {
          uuid: STORAGES_1,
          roles: ['app.roles.storage'],
          weight: 2,
          join_servers: [{ uri: cluster.instance('storages-1-0').uri }],
        },
      ],
    });
    await eventually(async () => {
      await expectAllKeys();
      expect(await bucketCounts()).toMatchObject({
        'storages-0-0': BUCKETS / 3,
        'storages-0-1': BUCKETS / 3,
        'storages-1-0': (BUCKETS / 3) * 2,
      });
    });
    await expectAllKeys();
  });

  test('survives kills of every storage, one after the other', async () => {
    for (const alias of ['storages-1-0', 'storages-0-1', 'storages-0-0'] as const) await restart(alias);
    await eventually(expectAllKeys);
  });

  test('is all on one side after a drain', async () => {
    await eventually(() => edit({ replicasets: [{ uuid: STORAGES_1, weight: 0 }] }));
    await eventually(async () =>
      expect(await bucketCounts()).toMatchObject({ 'storages-1-0': 0, 'storages-0-0': BUCKETS }),
    );
    await cluster.kill('storages-1-0');
    // The router may still follow a route to the killed one for a moment, as vshard's does.
    await eventually(expectAllKeys);
  });
});
