import type { Cluster, Pod } from '@cartridge/api';
import { createKubeClient, type KubeClient } from '@cartridge/kube';
import { FakeApiServer } from '@cartridge/kube/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCaches, startCaches, stopCaches } from '../caches/caches.ts';
import { resources } from '../caches/resources.ts';
import { observeObjects } from './observe-objects.ts';

const namespace = 'tarantool';

let api: FakeApiServer;
let client: KubeClient;
let caches: ReturnType<typeof createCaches>;

beforeEach(async () => {
  api = await FakeApiServer.start();
  client = createKubeClient(api.connection());
  caches = createCaches({ client, namespace, onChange() {}, onProblem() {} });
});

afterEach(async () => {
  await stopCaches(caches);
  await client.close();
  await api.stop();
});

function pod(name: string, cluster: string): Pod {
  const labels = { 'tarantool.io/cluster-id': cluster, 'tarantool.io/role': 'storages' };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name, labels }, spec: { containers: [] } };
}

function cluster(matchLabels: Record<string, string>): Cluster {
  const metadata = { namespace, name: 'test-app' };
  return {
    apiVersion: 'tarantool.io/v1alpha1',
    kind: 'Cluster',
    metadata,
    spec: { selector: { matchLabels } },
  };
}

it.each<Record<string, string>>([
  { 'tarantool.io/cluster-id': 'test-app' },
  { 'tarantool.io/cluster-id': 'test-app', 'tarantool.io/role': 'storages' },
])('sees pods whose StatefulSet was deleted without them, by %o', async matchLabels => {
  api.put(resources.pods, pod('storages-0-0', 'test-app'));
  api.put(resources.pods, pod('others-0-0', 'another'));
  await startCaches(caches);
  const { pods } = observeObjects(caches, cluster(matchLabels), 0);
  expect(pods.map(({ metadata }) => metadata.name)).toEqual(['storages-0-0']);
});

it('sees them by a selector of other labels too', async () => {
  api.put(resources.pods, pod('storages-0-0', 'test-app'));
  await startCaches(caches);
  const { pods } = observeObjects(caches, cluster({ 'tarantool.io/role': 'storages' }), 0);
  expect(pods.map(({ metadata }) => metadata.name)).toEqual(['storages-0-0']);
});
