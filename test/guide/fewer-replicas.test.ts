import { assertHealthy, getObject, pollUntil, withValues } from '@cartridge-on-kubernetes/test-kit';
import { describe, expect, test } from 'vitest';
import { namespace } from './support/guide.ts';
import { useGuide } from './support/use-guide.ts';

const stopped = { name: 'storages-0-2', uuid: '0f855e2e-3cef-58fd-9aae-4f6ed95b17fa' };

/** A stopped member must keep the others neither from starting nor from changes, and comes back as the member it was. */
describe('fewer replicas', () => {
  const guide = useGuide('application packed');
  const plainRoles = ['app.roles.custom', 'vshard-storage'];

  test('the stopped member is disabled, not expelled', async () => {
    await guide.installAll(sized(3));
    await guide.keys.start();
    await stopThird();
    await guide.keys.assertNothingLost();
  });

  test('the config changes without it', async () => {
    await guide.upgradeApp(sized(2, [...plainRoles, 'failover-coordinator']));
    await untilRoles(['failover-coordinator', 'vshard-storage']);
  });

  test('the others start without it', async () => {
    const before = Object.values(await guide.pods()).map(pod => pod.metadata.uid);
    await guide.deletePods();
    await pollUntil({ until: 'new pods are at work', deadlineSeconds: 90 }, async () => {
      const pods = Object.values(await guide.pods());
      expect(pods).toHaveLength(3);
      for (const { metadata } of pods) expect(before).not.toContain(metadata.uid);
      expect((await guide.clusterObject()).status?.state).toBe('Ready');
      const { servers } = await guide.topology();
      const healthy = servers.filter(server => server.status === 'healthy').map(server => server.alias);
      expect(healthy.toSorted()).toEqual(['routers-0-0', 'storages-0-0', 'storages-0-1']);
    });
    await guide.keys.assertNothingLost();
  });

  test('more replicas bring it back under its uuid, with the config it missed', async () => {
    await bringThirdBack([...plainRoles, 'failover-coordinator']);
    await untilRoles(['failover-coordinator', 'vshard-storage']);
    await guide.keys.assertNothingLost();
  });

  test('without its volume it comes back as well, refilled', async () => {
    await stopThird();
    await guide.cluster.kubectl('delete', 'pvc', `www-${stopped.name}`, '--namespace', namespace);
    await guide.upgradeApp(sized(2, plainRoles));
    await untilRoles(['vshard-storage']);
    await bringThirdBack(plainRoles);
    await untilRoles(['vshard-storage']);
    await guide.keys.assertNothingLost();
  });

  function sized(replicas: number, roles = plainRoles) {
    return withValues(guide.values, changed => {
      Object.assign(changed.RoleConfig[1], { ReplicaCount: replicas, RolesToAssign: roles });
    });
  }

  async function stopThird(): Promise<void> {
    await guide.upgradeApp(sized(2));
    await pollUntil({ until: `${stopped.name} is gone and disabled`, deadlineSeconds: 60 }, async () => {
      expect(await guide.pods()).not.toHaveProperty(stopped.name);
      expect(await isDisabled()).toBe(true);
    });
    await pollUntil({ until: 'the Cluster is Ready without it' }, async () => {
      expect((await guide.clusterObject()).status?.state).toBe('Ready');
    });
  }

  async function bringThirdBack(roles: string[]): Promise<void> {
    await guide.upgradeApp(sized(3, roles));
    await pollUntil(
      { until: `${stopped.name} is enabled, healthy and filled`, deadlineSeconds: 90 },
      async () => {
        expect(await isDisabled()).toBe(false);
        const topology = await guide.topology();
        assertHealthy(topology);
        const returned = topology.servers.find(server => server.uuid === stopped.uuid);
        expect(returned?.statistics?.vshard_buckets_count).toBe(30_000);
      },
    );
    await guide.untilReady();
    const object = { namespace, kind: 'clusters.tarantool.io', name: 'test-app' };
    const { annotations } = (await getObject(guide.cluster, object)).metadata;
    expect(annotations).not.toHaveProperty(['tarantool.io/stopped-members']);
  }

  async function isDisabled(): Promise<boolean | null | undefined> {
    const { servers } = await guide.topology();
    return servers.find(server => server.uuid === stopped.uuid)?.disabled;
  }

  async function untilRoles(wanted: string[]): Promise<void> {
    await pollUntil({ until: `the storages have ${wanted.join(', ')}` }, async () => {
      const { replicasets } = await guide.topology();
      const storages = replicasets.find(replicaset => replicaset.alias === 'storages-0');
      expect(storages?.roles.filter(role => role !== 'app.roles.custom').toSorted()).toEqual(wanted);
    });
  }
});
