import { createKubeClient } from '@cartridge-on-kubernetes/kube';
import { FakeApiServer } from '@cartridge-on-kubernetes/kube/testing';
import { describeAction } from '@cartridge-on-kubernetes/planner';
import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resources } from './caches/resources.ts';
import { lookAtClusters } from './look-at-clusters.ts';

const namespace = 'tarantool';
let api: FakeApiServer;

beforeEach(async () => {
  api = await FakeApiServer.start();
});

afterEach(async () => {
  await api.stop();
});

function putCluster(name: string): void {
  api.put(resources.clusters, {
    apiVersion: 'tarantool.io/v1alpha1',
    kind: 'Cluster',
    metadata: { namespace, name, generation: 1 },
    spec: { selector: { matchLabels: { 'tarantool.io/cluster-id': name } } },
  });
}

async function look() {
  const client = createKubeClient(api.connection(), { platform: nodePlatform });
  try {
    return await lookAtClusters({ client, platform: nodePlatform, namespace });
  } finally {
    await client.close();
  }
}

test('shows what an operator would do, and does nothing', async () => {
  putCluster('second');
  putCluster('first');
  const views = await look();
  expect(
    views.map(({ snapshot, plan }) => [snapshot.cluster.metadata.name, ...plan.actions.map(describeAction)]),
  ).toEqual([
    ['first', expect.stringContaining('Service')],
    ['second', expect.stringContaining('Service')],
  ]);
  expect(api.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(api.openWatches).toBe(0);
});

test('goes without budgets where Kubernetes has none, and without events where they may not be read', async () => {
  putCluster('first');
  api.refuse(({ path }) => path.endsWith('/poddisruptionbudgets'), { status: 404 }, 10);
  api.refuse(({ path }) => path.endsWith('/events'), { status: 403 }, 10);
  expect((await look()).map(({ snapshot }) => snapshot.disruptionBudgets)).toEqual([null]);
});

test('fails where the Clusters cannot be listed', async () => {
  api.refuse(({ path }) => path.endsWith('/clusters'), { status: 403, reason: 'Forbidden' }, 10);
  await expect(look()).rejects.toThrow(/list clusters in tarantool/);
});
