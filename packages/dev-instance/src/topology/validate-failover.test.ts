import { expect, test } from 'vitest';
import type { FailoverSettings } from './clusterwide-config.ts';
import { validateFailover } from './validate-failover.ts';

const stateful = { mode: 'stateful', state_provider: 'etcd2', etcd2_params: {} };

test.each<FailoverSettings>([
  { mode: 'disabled' },
  { mode: 'eventual', failover_timeout: 0 },
  {
    mode: 'stateful',
    state_provider: 'tarantool',
    tarantool_params: { uri: 'tcp://host:4401', password: 'p' },
  },
  { ...stateful, etcd2_params: { endpoints: ['http://127.0.0.1:2379', 'https://etcd:2379/'] } },
  { ...stateful, fencing_enabled: true, failover_timeout: 20, fencing_timeout: 10 },
])('%o is accepted', settings => {
  expect(() => validateFailover(settings)).not.toThrow();
});

test.each<[FailoverSettings, string]>([
  [{ mode: 'raft' }, "Your Tarantool version doesn't support raft failover mode"],
  [{ mode: 'stateful', state_provider: 'tarantool' }, 'topology_new.failover missing tarantool_params'],
  [{ mode: 'stateful', state_provider: 'etcd2' }, 'topology_new.failover missing etcd2_params'],
  [
    { mode: 'disabled', tarantool_params: { uri: 'localhost', password: '' } },
    'topology_new.failover.tarantool_params.uri: Invalid URI "localhost" (missing port)',
  ],
  [{ mode: 'disabled', fencing_pause: 0 }, 'topology_new.failover.fencing_pause must be positive, got 0'],
  [{ ...stateful, fencing_enabled: true }, 'failover_timeout must be specified when fencing is enabled'],
  [
    { ...stateful, fencing_enabled: true, failover_timeout: 5, fencing_timeout: 5 },
    'failover_timeout must be greater than fencing_timeout',
  ],
])('%o is refused', (settings, message) => {
  expect(() => validateFailover(settings)).toThrow(message);
});
