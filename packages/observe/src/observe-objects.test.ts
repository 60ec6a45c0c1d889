import type { Cluster, Pod, ReplicasetTemplate, Role } from '@cartridge-on-kubernetes/api';
import { createKubeClient, type KubeClient } from '@cartridge-on-kubernetes/kube';
import { FakeApiServer } from '@cartridge-on-kubernetes/kube/testing';
import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCaches, startCaches, stopCaches } from './caches/caches.ts';
import { resources } from './caches/resources.ts';
import { observeObjects } from './observe-objects.ts';

const namespace = 'tarantool';

let api: FakeApiServer;
let client: KubeClient;
let caches: ReturnType<typeof createCaches>;

beforeEach(async () => {
  api = await FakeApiServer.start();
  client = createKubeClient(api.connection(), { platform: nodePlatform });
  caches = createCaches({ client, platform: nodePlatform, namespace, onChange() {}, onProblem() {} });
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

function role(name: string, cluster: string, selector: Record<string, string>): Role {
  const labels = { 'tarantool.io/cluster-id': cluster, team: 'a' };
  return {
    apiVersion: 'tarantool.io/v1alpha1',
    kind: 'Role',
    metadata: { namespace, name, labels },
    spec: { numReplicasets: 1, selector: { matchLabels: selector } },
  };
}

function template(name: string): ReplicasetTemplate {
  const labels = { 'tarantool.io/replicaset-template': name, size: 'small' };
  return {
    apiVersion: 'tarantool.io/v1alpha1',
    kind: 'ReplicasetTemplate',
    metadata: { namespace, name, labels },
  };
}

describe('sees Roles and templates of its own', () => {
  const own = { 'tarantool.io/replicaset-template': 'own' };

  beforeEach(() => {
    api.put(resources.roles, role('routers', 'test-app', own));
    api.put(resources.roles, role('foreign', 'another', { 'tarantool.io/replicaset-template': 'foreign' }));
    for (const name of ['own', 'foreign']) api.put(resources.templates, template(name));
  });

  it.each<{ by: string; matchLabels: Record<string, string>; names: string[] }>([
    {
      by: 'the label of the cluster',
      matchLabels: { 'tarantool.io/cluster-id': 'test-app' },
      names: ['routers'],
    },
    { by: 'another label', matchLabels: { team: 'a' }, names: ['foreign', 'routers'] },
  ])('by $by', async ({ matchLabels, names }) => {
    await startCaches(caches);
    const { roles, templates } = observeObjects(caches, cluster(matchLabels), 0);
    expect(roles.map(({ metadata }) => metadata.name)).toEqual(names);
    expect(templates).toHaveLength(names.length);
  });

  it('by any label of a template', async () => {
    api.put(resources.roles, role('routers', 'test-app', { size: 'small' }));
    await startCaches(caches);
    const { templates } = observeObjects(caches, cluster({ 'tarantool.io/cluster-id': 'test-app' }), 0);
    expect(templates.map(({ metadata }) => metadata.name)).toEqual(['foreign', 'own']);
  });
});

it("sees the budgets of the Cluster and not another one's", async () => {
  for (const owner of ['test-app', 'another'])
    api.put(resources.disruptionBudgets, {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { namespace, name: `${owner}-storages-0`, labels: { 'tarantool.io/cluster-id': owner } },
      spec: {},
    });
  await startCaches(caches);
  const { disruptionBudgets } = observeObjects(caches, cluster({ 'tarantool.io/cluster-id': 'test-app' }), 0);
  expect(disruptionBudgets?.map(({ metadata }) => metadata.name)).toEqual(['test-app-storages-0']);
});
