import { join } from 'node:path';
import {
  appPods,
  assertHealthy,
  condition,
  type GuideCluster,
  type GuideRole,
  getObject,
  isReady,
  type KubernetesObject,
  pollUntil,
  repository,
  startGuideCluster,
  topologySeenBy,
  withValues,
} from '@cartridge-on-kubernetes/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartridge } from './support/command.ts';

const namespace = 'tarantool';

/** Each adds a role that cannot come up to a healthy cluster; what runs must not notice. */
describe('a pod that cannot start leaves the others alone and says why', () => {
  let cluster: GuideCluster;
  let uidsBefore: Record<string, string>;

  beforeAll(async () => {
    cluster = await startGuideCluster();
    uidsBefore = await readyUids();
  });
  afterAll(() => cluster?.stop());

  test('more CPU than the machine has: Pending, as in the guide', async () => {
    await addRole({ RoleName: 'huge', CPUallocation: 1000 });
    await untilEvent('FailedScheduling', '0/1 nodes are available: 1 Insufficient cpu.');
    expect((await appPods(cluster, namespace))['huge-0-0']?.status?.phase).toBe('Pending');
    await othersAreWell();
    const { stdout, exitCode } = await cartridge(cluster.home, 'local', 'status');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Cluster test-app: not Ready/);
    expect(stdout).toMatch(/^huge-0-0 +0\/1 +Pending /m);
  });

  test('a Cartridge role that the application does not have: named with those it has', async () => {
    await addRole({ RoleName: 'odd', RolesToAssign: ['no.such.role'] });
    await untilEvent('UnknownRole', 'names "no.such.role", which the application does not have');
    await untilEvent('UnknownRole', '"app.roles.custom"');
    await othersAreWell();
  });

  test('an image that is not in the store: told how to get it there, and it comes up then', async () => {
    const tag = '0.2.0-0-gfeedbee';
    const image = `vanyarock01/test-app:${tag}`;
    await addRole({ RoleName: 'late' }, tag);
    await untilEvent('Failed', `npx cartridge pack docker FOLDER --tag ${image}`);
    await othersAreWell();

    await cluster.packImage(join(repository, 'examples/guide/test-app'), image);
    await pollUntil({ until: 'late-0-0 is Ready and a member' }, async () => {
      expect((await readyUids())['late-0-0']).toBeDefined();
      const topology = await topologySeenBy(cluster, namespace, 'routers-0-0');
      expect(topology.servers.find(({ alias }) => alias === 'late-0-0')?.status).toBe('healthy');
    });
  });

  async function addRole(change: Partial<GuideRole>, tag = cluster.values.image.tag): Promise<void> {
    await cluster.upgrade(
      withValues(cluster.values, values => {
        const [routers] = values.RoleConfig;
        values.RoleConfig.push({ ...routers, RolesToAssign: ['app.roles.custom'], ...change });
        values.image.tag = tag;
      }),
    );
  }

  async function untilEvent(reason: string, text: string): Promise<void> {
    await pollUntil({ until: `an event ${reason} says: ${text}` }, async () => {
      const selector = `reason=${reason},type=Warning`;
      const format = 'jsonpath={range .items[*]}{.message}{"\\n"}{end}';
      expect(
        await cluster.kubectl('get', 'events', '-n', namespace, '--field-selector', selector, '-o', format),
      ).toContain(text);
    });
  }

  async function othersAreWell(): Promise<void> {
    expect(await readyUids()).toMatchObject(uidsBefore);
    const topology = await topologySeenBy(cluster, namespace, 'routers-0-0');
    const names = Object.keys(uidsBefore);
    assertHealthy({
      ...topology,
      servers: topology.servers.filter(({ alias }) => names.includes(alias ?? '')),
    });
  }

  async function readyUids(): Promise<Record<string, string>> {
    const pods = Object.values(await appPods(cluster, namespace)).filter(isReady);
    return Object.fromEntries(pods.map(({ metadata }) => [metadata.name, metadata.uid]));
  }
});

/** Without a router the buckets cannot be distributed, and yet the storages need not wait for it. */
describe('a fresh install whose routers are larger than the machine', () => {
  let cluster: GuideCluster;
  let storages: string[];

  beforeAll(async () => {
    cluster = await startGuideCluster();
    await cluster.helm('uninstall', 'test-app', '--namespace', namespace);
    await pollUntil({ until: 'the pods of the app are gone' }, async () => {
      expect(Object.keys(await appPods(cluster, namespace))).toEqual([]);
    });
    await cluster.kubectl('delete', 'pvc', '--all', '--namespace', namespace);
    await cluster.install(
      withValues(cluster.values, values => {
        values.RoleConfig[0].CPUallocation = 1000;
      }),
    );
  });
  afterAll(() => cluster?.stop());

  test('the storages run and are joined, the router is Pending, and the Cluster says so', async () => {
    await pollUntil({ until: 'the storages are healthy members' }, async () => {
      const topology = await topologySeenBy(cluster, namespace, 'storages-0-0');
      assertHealthy(topology);
      expect(topology.servers.map(({ alias }) => alias).sort()).toEqual(['storages-0-0', 'storages-0-1']);
    });
    const pods = await appPods(cluster, namespace);
    expect(pods['routers-0-0']?.status?.phase).toBe('Pending');
    storages = uidsOf(pods, ['storages-0-0', 'storages-0-1']);
    expect(await warnings('FailedScheduling')).toContain('0/1 nodes are available: 1 Insufficient cpu.');
    await pollUntil({ until: 'the conditions tell who is in, who is not and why' }, async () => {
      const object = await clusterObject();
      expect(condition(object, 'Ready')).toMatchObject({
        status: 'False',
        reason: 'PodPending',
        message: expect.stringMatching(/routers-0-0 has no node: .*Insufficient cpu.*Lower CPUallocation/),
      });
      expect(condition(object, 'Joined')?.message).toMatch(
        /^2 of 3 instances joined, not routers-0-0\. .*Insufficient cpu/,
      );
      expect(condition(object, 'Bootstrapped')).toMatchObject({
        status: 'False',
        message: 'Distributing buckets waits for a healthy router',
      });
    });
  });

  test('a lower CPUallocation alone cures it: the router is made anew, and nobody else', async () => {
    await cluster.upgrade(cluster.values);
    await pollUntil({ until: 'the Cluster is Ready' }, async () => {
      expect(condition(await clusterObject(), 'Ready')).toMatchObject({ status: 'True' });
    });
    const topology = await topologySeenBy(cluster, namespace, 'routers-0-0');
    assertHealthy(topology);
    expect(topology.servers).toHaveLength(3);
    await using forward = await cluster.portForward('routers-0-0', { namespace, port: 8081 });
    expect(await (await fetch(`${forward.url}/hello`)).text()).toBe('Hello world!');
    expect(uidsOf(await appPods(cluster, namespace), ['storages-0-0', 'storages-0-1'])).toEqual(storages);
  });

  const clusterObject = () =>
    getObject(cluster, { namespace, kind: 'clusters.tarantool.io', name: 'test-app' });

  async function warnings(reason: string): Promise<string> {
    const selector = `reason=${reason},type=Warning`;
    return await cluster.kubectl('get', 'events', '-n', namespace, '--field-selector', selector);
  }

  const uidsOf = (pods: Record<string, KubernetesObject>, names: string[]) =>
    names.map(name => pods[name]?.metadata.uid ?? `${name} is gone`);
});
