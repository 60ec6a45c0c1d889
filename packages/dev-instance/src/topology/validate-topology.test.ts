import { expect, test } from 'vitest';
import {
  buildConfig,
  buildServer,
  KNOWN_ROLES,
  ROUTER_0,
  ROUTERS,
  STORAGE_0,
  STORAGE_1,
  STORAGES,
} from '../testing/topology-builder.ts';
import type { ClusterwideConfig } from './clusterwide-config.ts';
import { validateTopology } from './validate-topology.ts';

function validate(next: ClusterwideConfig, previous: ClusterwideConfig | null = buildConfig()) {
  return () =>
    validateTopology({ next, previous, knownRoles: KNOWN_ROLES, selfUuid: ROUTER_0, selfUri: 'router:3301' });
}

test('a sound topology passes, also as the first one', () => {
  expect(validate(buildConfig())).not.toThrow();
  expect(validate(buildConfig(), null)).not.toThrow();
});

test.each([
  [
    'a uuid that is none',
    { servers: { nonsense: buildServer('x:1', STORAGES) } },
    'topology_new.servers key "nonsense" is not a valid UUID',
  ],
  [
    'two servers at one URI',
    { servers: { [STORAGE_1]: buildServer('storage-0:3301', STORAGES) } },
    'uri "storage-0:3301" collision with another server',
  ],
  [
    'a server in another replicaset',
    { servers: { [STORAGE_1]: buildServer('storage-1:3301', ROUTERS) } },
    `servers[${STORAGE_1}].replicaset_uuid can not be changed`,
  ],
  [
    'a repeated leader',
    { replicasets: { [STORAGES]: { priority: [STORAGE_0, STORAGE_0] } } },
    `replicasets[${STORAGES}].master values mustn't repeat`,
  ],
  [
    'a leader of others',
    { replicasets: { [STORAGES]: { priority: [ROUTER_0] } } },
    `leader "${ROUTER_0}" belongs to another replicaset`,
  ],
  [
    'an unknown role',
    { replicasets: { [ROUTERS]: { roles: ['no-such-role'] } } },
    `replicasets[${ROUTERS}] can not enable unknown role "no-such-role"`,
  ],
  [
    'expelling oneself',
    { servers: { [ROUTER_0]: 'expelled' as const }, replicasets: { [ROUTERS]: { priority: [] } } },
    'Current instance "router:3301" can not be expelled',
  ],
  [
    'disabling oneself',
    { servers: { [ROUTER_0]: buildServer('router:3301', ROUTERS, { disabled: true }) } },
    'Current instance "router:3301" can not be disabled',
  ],
  [
    'an unknown failover mode',
    { failover: { mode: 'sometimes' } },
    'topology_new.failover unknown mode "sometimes"',
  ],
])('%s is refused', (_name, change, message) => {
  expect(validate(buildConfig(change))).toThrow(
    expect.objectContaining({
      className: 'Invalid cluster topology config',
      message: expect.stringContaining(message),
    }),
  );
});

test('an unknown role that is enabled already is tolerated', () => {
  const old = buildConfig({ replicasets: { [ROUTERS]: { roles: ['gone.from.the.app'] } } });
  expect(validate(old, old)).not.toThrow();
});

test('an expelled server does not come back, and none disappears', () => {
  const expelled = buildConfig({
    servers: { [STORAGE_1]: 'expelled' },
    replicasets: { [STORAGES]: { priority: [STORAGE_0] } },
  });
  expect(validate(buildConfig(), expelled)).toThrow(`servers[${STORAGE_1}] has been expelled earlier`);
  const { [STORAGE_1]: _removed, ...servers } = buildConfig().topology.servers;
  const removed = buildConfig({ replicasets: { [STORAGES]: { priority: [STORAGE_0] } } });
  expect(validate({ ...removed, topology: { ...removed.topology, servers } })).toThrow(
    `servers[${STORAGE_1}] can not be removed from config`,
  );
});
