import { getObjects, type TestCluster } from '@cartridge-on-kubernetes/test-kit';
import { expect } from 'vitest';
import type { AdoptedCluster } from './adopted-cluster.ts';
import { takePicture } from './picture.ts';
import { namespace } from './topology.ts';

/** What the earlier operator reads (and 0.0.10 waits for) on each pass, on objects of both operators. */
export async function expectReadable({ cluster, earlier }: AdoptedCluster): Promise<void> {
  const deployments = await getObjects(cluster, namespace, 'deployments');
  expect(deployments.map(({ metadata }) => metadata.name)).toEqual([earlier.deployment]);
  expect(deployments[0]?.spec.replicas).toBe(1);
  expect(deployments[0]?.spec.template.spec.containers).toEqual([
    expect.objectContaining({ image: `tarantool/tarantool-operator:${earlier.version}` }),
  ]);
  for (const [name, statefulSet] of await statefulSetsByRoleLabels(cluster)) {
    expect(statefulSet.labels, name).toMatchObject({
      'tarantool.io/replicaset-uuid': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'tarantool.io/vshardGroupName': expect.stringMatching(/^(routers|storages)$/),
    });
    expect(statefulSet.annotations, name).toMatchObject({
      'tarantool.io/isBootstrapped': '1',
      'tarantool.io/failoverEnabled': '1',
      'tarantool.io/replicaset-weight': '100',
      'tarantool.io/rolesToAssign': expect.stringContaining('app.roles.custom'),
    });
  }
  // 0.0.8 believes what is remembered there for ever; the pods have other addresses by now.
  const { leader, pods } = await takePicture(cluster);
  expect(leader).toEqual(earlier.version === '0.0.8' ? undefined : expect.any(String));
  for (const [name, pod] of Object.entries(pods)) {
    expect(pod.labels, name).toMatchObject({
      'tarantool.io/instance-state': 'joined',
      'tarantool.io/instance-uuid': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'tarantool.io/replicaset-uuid': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'tarantool.io/useVshardGroups': '0',
      'tarantool.io/cluster-domain-name': 'cluster.local',
    });
  }
}

/** Through all labels of each Role, as the earlier operator looks its StatefulSets up. */
async function statefulSetsByRoleLabels(cluster: TestCluster) {
  const roles = await getObjects(cluster, namespace, 'roles.tarantool.io');
  const statefulSets = await getObjects(cluster, namespace, 'statefulsets');
  const found = roles.flatMap(role =>
    statefulSets.filter(({ metadata }) =>
      Object.entries(role.metadata.labels ?? {}).every(([key, value]) => metadata.labels?.[key] === value),
    ),
  );
  expect(found.map(({ metadata }) => metadata.name).toSorted()).toEqual(
    statefulSets.map(({ metadata }) => metadata.name).toSorted(),
  );
  return found.map(({ metadata }) => [metadata.name, metadata] as const);
}
