import { afterAll, beforeAll, describe, test } from 'vitest';
import { type Alias, TestCluster } from './kit/cluster.ts';
import { replay } from './kit/replay.ts';

let cluster: TestCluster;

beforeAll(async () => {
  cluster = await TestCluster.start();
});
afterAll(() => cluster?.close());

async function restartWiped(alias: Alias): Promise<void> {
  await cluster.kill(alias);
  await cluster.wipe(alias);
  cluster.spawn(alias);
}

// The scenarios were recorded in a row: each starts where the one before it ended.
describe.sequential('one cluster from its first join on', () => {
  test('joins and bootstraps', () =>
    replay({
      cluster,
      recording: '02-join-and-bootstrap',
      skip: {
        'topology after the refusals':
          'was recorded beside a cluster founded a moment before, not yet in the gossip',
      },
    }));

  test('edits the topology', () => replay({ cluster, recording: '03-edit-topology' }));

  test('sets failover parameters', () => replay({ cluster, recording: '04-failover-params' }));

  test('loses a leader and gets it back', () =>
    replay({
      cluster,
      recording: '05-death-and-return',
      actions: {
        '1 s after SIGKILL of the leader storages-0-0': () => cluster.kill('storages-0-0'),
        '1 s after storages-0-0 was started again with its data': async () => cluster.spawn('storages-0-0'),
      },
    }));

  test('gets a replica back that lost its data', () =>
    replay({
      cluster,
      recording: '06-wiped-replica',
      actions: {
        'replica storages-0-1 dead, its data wiped': async () => {
          await cluster.kill('storages-0-1');
          await cluster.wipe('storages-0-1');
        },
        '1.5 s after storages-0-1 started without data': async () => cluster.spawn('storages-0-1'),
      },
    }));

  test('takes a config and answers plain HTTP', () =>
    replay({
      cluster,
      recording: '08-config-and-http',
      skip: { 'GET /': 'a redirect is followed here; pages are tested with the Web UI' },
    }));

  test('rebalances, drains and expels', () =>
    replay({
      cluster,
      recording: '07-rebalance-drain-expel',
      actions: {
        'both expelled instances were restarted without data': async () => {
          await restartWiped('storages-0-1');
          await restartWiped('storages-1-0');
        },
      },
    }));
});
