import type { KubernetesObject } from '@cartridge-on-kubernetes/api';
import { createKubeClient, type KubeClient } from '@cartridge-on-kubernetes/kube';
import { eventually, FakeApiServer } from '@cartridge-on-kubernetes/kube/testing';
import {
  type CacheName,
  createCaches,
  resources,
  startCaches,
  stopCaches,
} from '@cartridge-on-kubernetes/observe';
import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putCluster } from '../testing/fake-kubelet.ts';
import { clustersOf, isOnlyStatus } from './clusters-of.ts';

const namespace = 'tarantool';
const labels = { 'tarantool.io/cluster-id': 'test-app' };

let api: FakeApiServer;
let client: KubeClient;
let caches: ReturnType<typeof createCaches>;

beforeAll(async () => {
  api = await FakeApiServer.start();
  client = createKubeClient(api.connection(), { platform: nodePlatform });
  for (const name of ['test-app', 'other']) putCluster(api, { namespace, name, roles: [] });
  api.put(resources.clusters, {
    ...object('Cluster', 'by-team'),
    spec: { selector: { matchLabels: { team: 'a' } } },
  });
  api.put(resources.statefulSets, {
    ...object('StatefulSet', 'storages-0', labels),
    spec: {
      serviceName: 'test-app',
      selector: {},
      template: {},
      volumeClaimTemplates: [{ metadata: { name: 'www' } }],
    },
  });
  api.put(resources.pods, { ...object('Pod', 'storages-0-1', labels), spec: { containers: [] } });
  caches = createCaches({ client, platform: nodePlatform, namespace, onChange() {}, onProblem() {} });
  await startCaches(caches);
  await eventually(() => caches.events.synced, 'events are listed');
});

afterAll(async () => {
  await stopCaches(caches);
  await client.close();
  await api.stop();
});

function object(kind: string, name: string, withLabels: Record<string, string> = {}): KubernetesObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace, labels: withLabels } };
}

describe('a changed object leads to its Cluster:', () => {
  const event = { ...object('Event', 'e'), involvedObject: { kind: 'Pod', name: 'storages-0-1' } };
  const foreignEvent = { ...event, involvedObject: { kind: 'Pod', name: 'somebody' } };
  const cases: Array<[CacheName, KubernetesObject, string[]]> = [
    ['clusters', object('Cluster', 'test-app'), ['tarantool/test-app']],
    ['roles', object('Role', 'storages', labels), ['tarantool/test-app']],
    ['templates', object('ReplicasetTemplate', 't', labels), ['tarantool/test-app']],
    ['statefulSets', object('StatefulSet', 'storages-0', labels), ['tarantool/test-app']],
    ['pods', object('Pod', 'storages-0-1', labels), ['tarantool/test-app']],
    ['disruptionBudgets', object('PodDisruptionBudget', 'b', labels), ['tarantool/test-app']],
    ['services', object('Service', 'test-app'), ['tarantool/test-app']],
    ['services', object('Service', 'somebody'), []],
    ['claims', object('PersistentVolumeClaim', 'www-storages-0-1'), ['tarantool/test-app']],
    ['claims', object('PersistentVolumeClaim', 'www-storages-10-1'), []],
    ['events', event, ['tarantool/test-app']],
    ['events', foreignEvent, []],
    ['pods', object('Pod', 'x', { 'tarantool.io/cluster-id': 'unknown' }), []],
    ['roles', object('Role', 'without cluster-id', { team: 'a' }), ['tarantool/by-team']],
    [
      'roles',
      object('Role', 'shared', { ...labels, team: 'a' }),
      ['tarantool/test-app', 'tarantool/by-team'],
    ],
  ];
  for (const [name, changed, keys] of cases) {
    it(`${changed.kind} ${changed.metadata.name} → ${keys.join() || 'none'}`, () => {
      expect(clustersOf(caches, name, changed)).toEqual(keys);
    });
  }
});

it('tells a report of ours from a change of what is wanted', () => {
  const before = { ...object('Role', 'storages'), spec: { numReplicasets: 1 } };
  const reported = {
    ...before,
    status: { readyReplicasets: 1 },
    metadata: { ...before.metadata, resourceVersion: '2' },
  };
  expect(isOnlyStatus('roles', before, reported)).toBe(true);
  expect(
    isOnlyStatus('roles', before, { ...reported, spec: { numReplicasets: 2 } } as KubernetesObject),
  ).toBe(false);
  expect(isOnlyStatus('pods', before, reported)).toBe(false);
});
