import { getObject, type KubernetesObject, pollUntil, withValues } from '@cartridge-on-kubernetes/test-kit';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { namespace } from '../guide/support/guide.ts';
import { useGuide } from '../guide/support/use-guide.ts';
import { nodeName, restartKubelet } from './src/node.ts';

/**
 * What happens to a cluster that lives on machines; each step starts from a healthy one and ends with it. A client writes
 * all the time, and no key that was acknowledged may be missing after a step.
 */
describe('disturbances of a real node', () => {
  const guide = useGuide('Cluster Ready');
  let { values } = guide;

  beforeAll(() => guide.keys.start());
  afterEach(() => guide.keys.assertNothingLost());

  test('helm test passes', async () => {
    const output = await guide.cluster.helm('test', 'test-app', '--namespace', namespace);
    expect(output.match(/Phase: +Succeeded/g)).toHaveLength(2);
  });

  test('volumes have the size that was asked for, and grow under running pods', async () => {
    const capacities = async () => {
      const claims = await Promise.all(
        ['www-routers-0-0', 'www-storages-0-0', 'www-storages-0-1'].map(name =>
          getObject(guide.cluster, { namespace, kind: 'persistentvolumeclaim', name }),
        ),
      );
      return claims.map(claim => claim.status?.capacity.storage);
    };
    expect(await capacities()).toEqual(['1Gi', '1Gi', '1Gi']);
    const before = await guide.pods();
    values = withValues(values, changed => {
      changed.RoleConfig[1].DiskSize = '2Gi';
    });
    await guide.upgradeApp(values);
    await pollUntil({ until: 'the volumes of the storages have grown' }, async () => {
      expect(await capacities()).toEqual(['1Gi', '2Gi', '2Gi']);
    });
    expectSamePods(before, await guide.pods());
    await guide.untilReady();
  });

  test('a Service changed by hand is what the instances need again', async () => {
    const service = { namespace, kind: 'service', name: 'test-app' };
    const change = JSON.stringify({ spec: { publishNotReadyAddresses: false } });
    await guide.cluster.kubectl('patch', 'service', 'test-app', '--namespace', namespace, '--patch', change);
    await pollUntil({ until: 'names of pods that are not ready resolve again' }, async () => {
      expect((await getObject(guide.cluster, service)).spec.publishNotReadyAddresses).toBe(true);
    });
  });

  test('a drain stops one instance of a replicaset and not the other', async () => {
    const drain = [
      'drain',
      nodeName,
      '--pod-selector=tarantool.io/cluster-id=test-app',
      '--delete-emptydir-data',
      '--timeout=15s',
    ];
    await expect(guide.cluster.kubectl(...drain)).rejects.toThrow(/global timeout reached|disruption budget/);
    const ready = Object.entries(await guide.pods())
      .filter(([name, pod]) => name.startsWith('storages-0-') && pod.status?.phase === 'Running')
      .map(([name]) => name);
    expect(ready).toHaveLength(1);
    await guide.cluster.kubectl('uncordon', nodeName);
    await guide.untilReady(90);
  });

  test('all pods of the app are deleted at once and come back under new addresses', async () => {
    const addresses = async () => Object.values(await guide.pods()).map(pod => pod.status?.podIP as string);
    const before = await addresses();
    await guide.deletePods();
    await guide.untilReady(90);
    const after = await addresses();
    expect(after).toHaveLength(3);
    for (const address of after) expect(before).not.toContain(address);
  });

  test('the leader is killed without notice', async () => {
    const before = (await guide.pods())['storages-0-0']?.metadata.uid;
    const force = ['--grace-period=0', '--force'];
    await guide.cluster.kubectl('delete', 'pod', 'storages-0-0', '--namespace', namespace, ...force);
    await pollUntil({ until: 'storages-0-0 is another pod' }, async () => {
      expect((await guide.pods())['storages-0-0']?.metadata.uid).not.toBe(before);
    });
    await guide.untilReady(120);
  });

  test('a restart of the kubelet restarts no container', async () => {
    const before = await guide.pods();
    await restartKubelet();
    await guide.untilReady(90);
    expectSamePods(before, await guide.pods());
  });

  test('a newer operator takes over without a restart of the app', async () => {
    const before = await guide.pods();
    const operators = await operatorPods();
    await guide.cluster.helm(
      'upgrade',
      'tarantool-operator',
      'tarantool/tarantool-operator',
      '--namespace',
      namespace,
      '--set',
      'podAnnotations.generation=second',
      '--wait',
    );
    await pollUntil({ until: 'the earlier operator is gone' }, async () => {
      const [pod, ...others] = await operatorPods();
      expect(others).toEqual([]);
      expect(operators).not.toContain(pod);
    });
    values = withValues(values, changed => {
      changed.RoleConfig[1].RolesToAssign = ['app.roles.custom', 'vshard-storage', 'failover-coordinator'];
    });
    await guide.upgradeApp(values);
    await pollUntil({ until: 'the new operator works' }, async () => {
      const topology = await guide.topology();
      const storages = topology.replicasets.find(replicaset => replicaset.alias === 'storages-0');
      expect(storages?.roles).toContain('failover-coordinator');
    });
    expectSamePods(before, await guide.pods());
  });

  const operatorLabel = 'name=tarantool-operator';

  async function operatorPods(): Promise<string[]> {
    const names = await guide.cluster.kubectl(
      'get',
      'pods',
      '-l',
      operatorLabel,
      '-n',
      namespace,
      '-o',
      'name',
    );
    return names.split('\n');
  }
});

function expectSamePods(
  before: Record<string, KubernetesObject>,
  after: Record<string, KubernetesObject>,
): void {
  for (const [name, pod] of Object.entries(before)) {
    expect(after[name]?.metadata.uid).toBe(pod.metadata.uid);
    const restarts = (object?: KubernetesObject) => object?.status?.containerStatuses[0].restartCount;
    expect(restarts(after[name])).toBe(restarts(pod));
  }
}
