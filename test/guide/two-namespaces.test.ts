import {
  appPods,
  assertHealthy,
  pollUntil,
  topologySeenBy,
  withValues,
} from '@cartridge-on-kubernetes/test-kit';
import { describe, expect, test } from 'vitest';
import { deleteAppPods } from './support/delete-app-pods.ts';
import { useGuide } from './support/use-guide.ts';

const namespaces = ['ns-1', 'ns-2'] as const;

/** The same release, cluster and role names in both: only the namespace tells them apart. */
describe('an operator and a cluster in each of two namespaces', () => {
  const guide = useGuide('application packed');
  const { values } = guide;

  test('both charts install in both, and both clusters get healthy', async () => {
    for (const namespace of namespaces) {
      await guide.installOperator('--namespace', namespace);
      await guide.installApp(values, '--namespace', namespace);
    }
    for (const namespace of namespaces)
      await pollUntil({ until: `the cluster in ${namespace} is healthy`, deadlineSeconds: 90 }, async () => {
        const topology = await topologySeenBy(guide.cluster, namespace, 'routers-0-0');
        assertHealthy(topology);
        expect(topology.servers.map(server => server.uri).toSorted()).toEqual(
          ['routers-0-0', 'storages-0-0', 'storages-0-1'].map(
            pod => `${pod}.test-app.${namespace}.svc.cluster.local:3301`,
          ),
        );
      });
  });

  test('a change in one leaves pods and topology of the other alone', async () => {
    const before = await appPods(guide.cluster, 'ns-2');
    const grown = withValues(values, changed => {
      changed.RoleConfig[1].ReplicaCount = 3;
    });
    await guide.upgradeApp(grown, '--namespace', 'ns-1');
    await pollUntil({ until: 'the third storage of ns-1 is healthy', deadlineSeconds: 90 }, async () => {
      const topology = await topologySeenBy(guide.cluster, 'ns-1', 'routers-0-0');
      assertHealthy(topology);
      expect(topology.servers).toHaveLength(4);
    });
    await deleteAppPods(guide.cluster, 'ns-1');
    await pollUntil({ until: 'ns-1 is healthy again', deadlineSeconds: 90 }, async () => {
      expect(Object.keys(await appPods(guide.cluster, 'ns-1'))).toHaveLength(4);
      assertHealthy(await topologySeenBy(guide.cluster, 'ns-1', 'routers-0-0'));
    });
    const after = await appPods(guide.cluster, 'ns-2');
    for (const [name, pod] of Object.entries(before)) {
      expect(after[name]?.metadata.uid).toBe(pod.metadata.uid);
      expect(after[name]?.status?.containerStatuses[0].restartCount).toBe(0);
    }
    const other = await topologySeenBy(guide.cluster, 'ns-2', 'storages-0-0');
    assertHealthy(other);
    expect(other.servers).toHaveLength(3);
  });
});
