import {
  assertHealthy,
  condition,
  getObjects,
  isReady,
  pollUntil,
  withValues,
} from '@cartridge-on-kubernetes/test-kit';
import { describe, expect, test } from 'vitest';
import { namespace, type OperatorFate, version } from './support/guide.ts';
import { firstImage, packApp, secondImage, secondTag } from './support/pack-app.ts';
import { useGuide } from './support/use-guide.ts';

const newRoute = `httpd:route({method = 'GET', path = '/v2/hello'}, function()
        return {body = 'Hello world, new version of the app!'}
    end)
    `;

const fates: OperatorFate[] = ['the operator left alone', 'the operator deleted in the middle of each step'];

/**
 * The guide's chapters in its order, on one cluster: each step starts from what the one before left. A client writes all
 * the time, and no key that was acknowledged may be missing after a step.
 */
describe.each(fates)('the guide, from install to uninstall, %s', fate => {
  const guide = useGuide('nothing installed', fate);
  const { values } = guide;

  test('the node is Ready, and helm finds two charts of one version', async () => {
    expect(await guide.cluster.kubectl('get', 'nodes')).toMatch(/ Ready .* v1\.34\./);
    const found = await guide.cluster.helm('search', 'repo', 'tarantool');
    expect(found).toMatch(new RegExp(`^tarantool/tarantool-operator\\s+${version}\\s`, 'm'));
    expect(found).toMatch(new RegExp(`^tarantool/cartridge\\s+${version}\\s`, 'm'));
  });

  test('application packed, operator and application installed: the Cluster gets Ready', async () => {
    await packApp(guide.cluster, firstImage);
    await guide.installAll();
    await guide.keys.start();
  });

  test('three pods and the operator are Running and Ready', async () => {
    // An operator that was deleted has a successor, which needs a moment.
    await pollUntil({ until: 'kubectl shows them so' }, async () => {
      const output = await guide.cluster.kubectl('get', 'pods', '--namespace', namespace);
      for (const name of [
        'routers-0-0',
        'storages-0-0',
        'storages-0-1',
        'tarantool-operator-[a-z0-9]+-[a-z0-9]{5}',
      ])
        expect(output).toMatch(new RegExp(`^${name} +1/1 +Running +0 `, 'm'));
    });
  });

  test('the Cluster is Ready, and its instances have the uuids of 0.0.8', async () => {
    const object = await guide.clusterObject();
    expect(object.status?.state).toBe('Ready');
    expect(condition(object, 'Ready')).toMatchObject({ status: 'True' });
    await pollUntil({ until: 'the labels of the pods have them' }, async () => {
      const pods = await guide.pods();
      const uuids = Object.entries(pods).map(([name, pod]) => [
        name,
        pod.metadata.labels?.['tarantool.io/instance-uuid'],
      ]);
      expect(Object.fromEntries(uuids)).toEqual({
        'routers-0-0': '3d71e4fc-2f78-5d48-bdc4-9d05d35672bb',
        'storages-0-0': '7b52c50a-a3e4-582b-be0e-2ce0e520c74c',
        'storages-0-1': '6d6fedc3-0d25-565d-8f36-7fc771613d07',
      });
    });
  });

  test('/hello answers, and the Web UI is there, through a forwarded port', async () => {
    await using forward = await guide.cluster.portForward('routers-0-0', { namespace, port: 8081 });
    expect(await (await fetch(`${forward.url}/hello`)).text()).toBe('Hello world!');
    const page = await fetch(`${forward.url}/`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
  });

  test('one router replicaset and one storage replicaset of master and replica, all buckets placed', async () => {
    const topology = await guide.topology();
    assertHealthy(topology);
    const replicasets = topology.replicasets.map(({ alias, roles, servers, uuid }) => ({
      alias,
      roles: roles.toSorted(),
      members: servers.map(server => server.alias),
      uuid,
    }));
    expect(replicasets.toSorted((a, b) => a.alias.localeCompare(b.alias, 'en'))).toEqual([
      {
        alias: 'routers-0',
        roles: ['app.roles.custom', 'vshard-router'],
        members: ['routers-0-0'],
        uuid: 'bcd73d75-3337-51f9-8f43-73e27f88964f',
      },
      {
        alias: 'storages-0',
        roles: ['app.roles.custom', 'vshard-storage'],
        members: ['storages-0-0', 'storages-0-1'],
        uuid: '6dc1fa14-53bb-5965-8a44-1452acd53751',
      },
    ]);
    const buckets = topology.servers.map(server => server.statistics?.vshard_buckets_count ?? 0);
    expect(Math.max(...buckets)).toBe(30_000);
    expect(topology.cluster.failover_params.mode).toBe('eventual');
  });

  test('more replicas: storages-0-2 joins, no other pod restarts, the bare role string is refused with an event', async () => {
    const before = await guide.pods();
    await guide.upgradeApp(
      withValues(values, changed => {
        Object.assign(changed.RoleConfig[1], { ReplicaCount: 3, RolesToAssign: 'custom.vshard-storage' });
      }),
    );
    await pollUntil({ until: 'storages-0-2 is a healthy member' }, async () => {
      const topology = await guide.topology();
      assertHealthy(topology);
      const storages = topology.replicasets.find(replicaset => replicaset.alias === 'storages-0');
      expect(storages?.servers.map(server => server.alias)).toEqual([
        'storages-0-0',
        'storages-0-1',
        'storages-0-2',
      ]);
      expect(storages?.roles).toContain('vshard-storage');
    });
    const after = await guide.pods();
    for (const [name, pod] of Object.entries(before))
      expect(after[name]?.metadata.uid).toBe(pod.metadata.uid);
    await pollUntil({ until: 'a warning names the role and the near match' }, async () => {
      const events = await guide.cluster.kubectl(
        'get',
        'events',
        '--namespace',
        namespace,
        '--field-selector',
        'type=Warning',
      );
      expect(events).toMatch(/custom\.vshard-storage.*vshard-storage/);
    });
    await guide.keys.assertNothingLost();
  });

  test('more replicasets: routers-1 is a replicaset of its own', async () => {
    await guide.upgradeApp(
      withValues(values, changed => {
        Object.assign(changed.RoleConfig[1], { ReplicaCount: 3 });
        Object.assign(changed.RoleConfig[0], { ReplicaSetCount: 2 });
      }),
    );
    await pollUntil({ until: 'routers-1 is healthy with its roles' }, async () => {
      const topology = await guide.topology();
      assertHealthy(topology);
      const routers = topology.replicasets.find(replicaset => replicaset.alias === 'routers-1');
      expect(routers).toMatchObject({
        uuid: '0860bbe1-c4fe-517f-80a1-73721828215b',
        roles: ['vshard-router', 'app.roles.custom'],
      });
    });
    await guide.keys.assertNothingLost();
  });

  test('a new version of the app arrives when the pods are deleted, and not before', async () => {
    await packApp(guide.cluster, secondImage, {
      file: 'app/roles/custom.lua',
      edit: source => source.replace('httpd:route(', () => `${newRoute}httpd:route(`),
    });
    const before = await guide.pods();
    await guide.upgradeApp(
      withValues(values, changed => {
        Object.assign(changed.RoleConfig[1], { ReplicaCount: 3 });
        Object.assign(changed.RoleConfig[0], { ReplicaSetCount: 2 });
        changed.image.tag = secondTag;
      }),
    );
    await pollUntil({ until: 'every StatefulSet has the new image' }, async () => {
      const statefulSets = await getObjects(guide.cluster, namespace, 'statefulsets');
      expect(statefulSets).toHaveLength(3);
      for (const statefulSet of statefulSets)
        expect(statefulSet.spec.template.spec.containers[0].image).toBe(secondImage);
    });
    const untouched = await guide.pods();
    for (const [name, pod] of Object.entries(before))
      expect(untouched[name]?.metadata.uid).toBe(pod.metadata.uid);

    await guide.deletePods();
    await pollUntil({ until: 'every pod is back and the cluster healthy without an issue' }, async () => {
      const pods = Object.values(await guide.pods());
      expect(pods).toHaveLength(5);
      expect(pods.every(isReady)).toBe(true);
      assertHealthy(await guide.topology());
    });
    await using forward = await guide.cluster.portForward('routers-0-0', { namespace, port: 8081 });
    expect(await (await fetch(`${forward.url}/v2/hello`)).text()).toBe(
      'Hello world, new version of the app!',
    );
    expect(await (await fetch(`${forward.url}/hello`)).text()).toBe('Hello world!');
    await guide.keys.assertNothingLost();
  });

  test('a role added through the values is enabled without a restart', async () => {
    const before = await guide.pods();
    await guide.upgradeApp(
      withValues(values, changed => {
        Object.assign(changed.RoleConfig[1], { ReplicaCount: 3 });
        Object.assign(changed.RoleConfig[0], { ReplicaSetCount: 2 });
        changed.RoleConfig[1].RolesToAssign = ['app.roles.custom', 'vshard-storage', 'failover-coordinator'];
        changed.image.tag = secondTag;
      }),
    );
    await pollUntil({ until: 'the coordinator role is enabled' }, async () => {
      const topology = await guide.topology();
      const storages = topology.replicasets.find(replicaset => replicaset.alias === 'storages-0');
      expect(storages?.roles).toContain('failover-coordinator');
      assertHealthy(topology);
    });
    const after = await guide.pods();
    for (const [name, pod] of Object.entries(before))
      expect(after[name]?.metadata.uid).toBe(pod.metadata.uid);
  });

  test('vshard-router added to a replicaset that had none', async () => {
    await guide.upgradeApp(
      withValues(values, changed => {
        Object.assign(changed.RoleConfig[1], { ReplicaCount: 3 });
        Object.assign(changed.RoleConfig[0], { ReplicaSetCount: 2 });
        changed.RoleConfig[1].RolesToAssign = ['app.roles.custom', 'vshard-storage', 'vshard-router'];
        changed.image.tag = secondTag;
      }),
    );
    await pollUntil({ until: 'the storages are routers too' }, async () => {
      const topology = await guide.topology();
      assertHealthy(topology);
      const storages = topology.replicasets.find(replicaset => replicaset.alias === 'storages-0');
      expect(storages?.roles).toContain('vshard-router');
    });
    await guide.keys.assertNothingLost();
  });

  test('recreating a replica: stopped, not expelled, its volume deleted, refilled under the same uuid', async () => {
    const image = { tag: secondTag };
    const sized = (replicas: number) =>
      withValues(values, changed => {
        Object.assign(changed.image, image);
        Object.assign(changed.RoleConfig[0], { ReplicaSetCount: 2 });
        Object.assign(changed.RoleConfig[1], { ReplicaCount: replicas });
      });
    await guide.upgradeApp(sized(2));
    await pollUntil({ until: 'storages-0-2 is gone and shown as dead', deadlineSeconds: 60 }, async () => {
      expect(await guide.pods()).not.toHaveProperty('storages-0-2');
      const topology = await guide.topology();
      const stopped = topology.servers.find(server => server.uuid === '0f855e2e-3cef-58fd-9aae-4f6ed95b17fa');
      expect(stopped?.status).not.toBe('healthy');
    });
    await guide.cluster.kubectl('delete', 'pvc', 'www-storages-0-2', '--namespace', namespace);
    await guide.upgradeApp(sized(3));
    await pollUntil(
      { until: 'storages-0-2 is back under its uuid, healthy and filled', deadlineSeconds: 90 },
      async () => {
        const topology = await guide.topology();
        assertHealthy(topology);
        const returned = topology.servers.find(
          server => server.uuid === '0f855e2e-3cef-58fd-9aae-4f6ed95b17fa',
        );
        expect(returned?.statistics?.vshard_buckets_count).toBe(30_000);
      },
    );
    await guide.keys.assertNothingLost();
  });

  test('uninstall: pods go, volumes stay until they are deleted', async () => {
    await guide.keys.pause();
    await guide.uninstallApp();
    await pollUntil({ until: 'the pods of the app are gone' }, async () => {
      expect(Object.keys(await guide.pods())).toEqual([]);
    });
    const claims = await getObjects(guide.cluster, namespace, 'persistentvolumeclaims');
    expect(claims.map(claim => claim.metadata.name).toSorted()).toEqual([
      'www-routers-0-0',
      'www-routers-1-0',
      'www-storages-0-0',
      'www-storages-0-1',
      'www-storages-0-2',
    ]);
    await guide.cluster.helm('uninstall', 'tarantool-operator', '--namespace', namespace);
    await guide.cluster.kubectl('delete', 'pvc', '--all', '--namespace', namespace);
    await pollUntil({ until: 'nothing is left in the namespace' }, async () => {
      expect(await guide.cluster.kubectl('get', 'pods,pvc', '--namespace', namespace)).toBe('');
    });
  });
});
