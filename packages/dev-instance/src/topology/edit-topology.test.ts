import { expect, test } from 'vitest';
import {
  buildConfig,
  KNOWN_ROLES,
  ROUTERS,
  STORAGE_0,
  STORAGE_1,
  STORAGES,
} from '../testing/topology-builder.ts';
import { editTopology, type TopologyEdit } from './edit-topology.ts';

const NEW = '00000000-0000-4000-8000-0000000000ff';

function edit(change: TopologyEdit, config = buildConfig()) {
  return editTopology({ config, edit: change, knownRoles: KNOWN_ROLES, newUuid: () => NEW });
}

test('what is not named stays as it is', () => {
  const before = buildConfig({
    replicasets: { [STORAGES]: { alias: 'storages-0', weight: 3, allRw: true } },
  });
  const { config } = edit({ replicasets: [{ uuid: STORAGES, weight: 5 }] }, before);
  expect(config.topology.replicasets[STORAGES]).toEqual({
    ...before.topology.replicasets[STORAGES],
    weight: 5,
  });
});

test('roles replace the whole set, bring their dependencies and come in registration order', () => {
  const { config } = edit({
    replicasets: [{ uuid: ROUTERS, roles: ['app.roles.custom', 'failover-coordinator'] }],
  });
  expect(config.topology.replicasets[ROUTERS]?.roles).toEqual([
    'failover-coordinator',
    'vshard-router',
    'app.roles.custom',
  ]);
});

test('a partial failover priority is completed by the old order', () => {
  const { config } = edit({ replicasets: [{ uuid: STORAGES, failover_priority: [STORAGE_1] }] });
  expect(config.topology.replicasets[STORAGES]?.priority).toEqual([STORAGE_1, STORAGE_0]);
});

test.each([
  { isBootstrapped: false, weight: 1 },
  { isBootstrapped: true, weight: 0 },
])('a new storage weighs $weight when bootstrapped is $isBootstrapped', ({ isBootstrapped, weight }) => {
  const joined = { uuid: NEW, roles: ['vshard-storage'], join_servers: [{ uri: 'late:3301', uuid: NEW }] };
  const { config } = edit({ replicasets: [joined] }, buildConfig({ isBootstrapped }));
  expect(config.topology.replicasets[NEW]).toMatchObject({
    weight,
    vshardGroup: 'default',
    priority: [NEW],
    alias: 'unnamed',
  });
});

test('several servers join in the order of the request, whatever their uuids', () => {
  const servers = [
    { uri: 'b:3301', uuid: 'f0000000-0000-4000-8000-000000000000' },
    { uri: 'a:3301', uuid: 'a0000000-0000-4000-8000-000000000000' },
  ];
  const { config, serverUuids } = edit({ replicasets: [{ uuid: STORAGES, join_servers: servers }] });
  expect(config.topology.replicasets[STORAGES]?.priority).toEqual([
    STORAGE_0,
    STORAGE_1,
    ...servers.map(server => server.uuid),
  ]);
  expect(serverUuids).toEqual(servers.map(server => server.uuid));
});

test('labels replace the whole map and an empty zone clears it', () => {
  const first = edit({
    servers: [{ uuid: STORAGE_0, zone: 'z1', labels: [{ name: 'rack', value: 'r1' }] }],
  }).config;
  expect(first.topology.servers[STORAGE_0]).toMatchObject({ zone: 'z1', labels: { rack: 'r1' } });
  const second = edit({ servers: [{ uuid: STORAGE_0, zone: '', labels: [] }] }, first).config;
  expect(second.topology.servers[STORAGE_0]).toMatchObject({ zone: null, labels: {} });
});

test('an expelled server keeps its uuid taken, the last one takes its replicaset along', () => {
  const { config } = edit({
    servers: [
      { uuid: STORAGE_0, expelled: true },
      { uuid: STORAGE_1, expelled: true },
    ],
  });
  expect(config.topology.servers).toMatchObject({ [STORAGE_0]: 'expelled', [STORAGE_1]: 'expelled' });
  expect(config.topology.replicasets[STORAGES]).toBeUndefined();
  const again = {
    replicasets: [{ uuid: STORAGES, join_servers: [{ uri: 'storage-0:3301', uuid: STORAGE_0 }] }],
  };
  expect(() => edit(again, config)).toThrow(`Server "${STORAGE_0}" is already joined`);
  expect(() => edit({ servers: [{ uuid: STORAGE_0, expelled: true }] }, config)).toThrow(
    `Server "${STORAGE_0}" is expelled`,
  );
});

test('the config that was given is not touched', () => {
  const config = buildConfig();
  const copy = structuredClone(config);
  edit(
    { servers: [{ uuid: STORAGE_1, expelled: true }], replicasets: [{ uuid: ROUTERS, alias: 'r' }] },
    config,
  );
  expect(config).toEqual(copy);
});
