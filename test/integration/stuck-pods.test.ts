import { join } from 'node:path';
import {
  appPods,
  assertHealthy,
  type GuideCluster,
  type GuideRole,
  isReady,
  pollUntil,
  repository,
  startGuideCluster,
  topologySeenBy,
  withValues,
} from '@cartridge/test-kit';
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
    await untilEvent('Failed', `cartridge pack docker --tag ${image}`);
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
