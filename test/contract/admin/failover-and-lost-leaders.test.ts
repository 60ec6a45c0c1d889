import { afterAll, beforeAll, describe, test } from 'vitest';
import { TestCluster } from './kit/cluster.ts';
import { FakeEtcd } from './kit/etcd.ts';
import { replay } from './kit/replay.ts';

let cluster: TestCluster;
let etcd: FakeEtcd;

beforeAll(async () => {
  cluster = await TestCluster.start({ aliases: ['routers-0-0', 'storages-0-0', 'storages-0-1'] });
  etcd = await FakeEtcd.start(cluster.etcdPort);
  await cluster.startStateboard('qwerty');
});
afterAll(async () => {
  etcd?.close();
  await cluster?.close();
});

// The scenarios were recorded in a row: each starts where the one before it ended.
describe.sequential('one cluster under stateful and eventual failover', () => {
  test('joins two replicasets in one call', () => replay({ cluster, recording: '09-batch-join' }));

  test('follows the stateboard', () =>
    replay({
      cluster,
      recording: '10-stateful-stateboard',
      actions: {
        'promote storages-0-1': () => cluster.waitForCoordinator(),
        '1 s after SIGKILL of the promoted leader storages-0-1': () => cluster.kill('storages-0-1'),
        '1 s after it was started again': async () => cluster.spawn('storages-0-1'),
      },
    }));

  test('follows etcd', () =>
    replay({
      cluster,
      recording: '11-stateful-etcd2',
      actions: { 'promote storages-0-1': () => cluster.waitForCoordinator() },
    }));

  test('gets its first leader back that lost its data', () =>
    replay({
      cluster,
      recording: '12-wiped-leader',
      actions: {
        '1 s after the leader was killed and its data removed': async () => {
          await cluster.kill('storages-0-0');
          await cluster.wipe('storages-0-0');
        },
        '1 s after it started again without data': async () => cluster.spawn('storages-0-0'),
      },
    }));

  test('expels a healthy leader without a word', () =>
    replay({ cluster, recording: '13-expel-of-a-leader' }));
});
