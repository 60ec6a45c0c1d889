import {
  type GuideValues,
  getObjects,
  pollUntil,
  type TestCluster,
  withValues,
} from '@cartridge-on-kubernetes/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deleteAppPods } from '../guide/support/delete-app-pods.ts';
import { packApp } from '../guide/support/pack-app.ts';
import {
  type AdoptedCluster,
  imageOf,
  type PodTemplates,
  startEarlierCluster,
} from './support/adopted-cluster.ts';
import { earlierVersions } from './support/earlier-version.ts';
import { expectReadable } from './support/given-back.ts';
import { type Picture, picturePods, takePicture } from './support/picture.ts';
import { namespace, readTopology, type TopologyRow } from './support/topology.ts';

const thirdReplica = {
  uri: 'storages-0-2.test-app.tarantool.svc.cluster.local:3301',
  uuid: '0f855e2e-3cef-58fd-9aae-4f6ed95b17fa',
};
const secondRouter = {
  uuid: '0860bbe1-c4fe-517f-80a1-73721828215b',
  roles: ['app.roles.custom', 'vshard-router'],
  servers: [
    {
      uri: 'routers-1-0.test-app.tarantool.svc.cluster.local:3301',
      uuid: '710a86a7-fa88-5a92-8eed-d4177d70940c',
    },
  ],
};

/** Taken over as docs/how-to/migrate-from-0.0.x.md says, used, and given back: each step starts where the last ended. */
describe.each(earlierVersions)('a cluster of $version', earlier => {
  let adopted: AdoptedCluster;
  let cluster: TestCluster;
  let before: Picture;
  let templatesBefore: PodTemplates;
  let values: GuideValues;

  beforeAll(async () => {
    adopted = await startEarlierCluster(earlier);
    ({ cluster } = adopted);
    ({ values } = earlier);
    before = await takePicture(cluster);
    templatesBefore = await adopted.podTemplates();
  }, 300_000);
  afterAll(() => adopted?.stop());

  const asBefore = { replicasets: earlier.topology, failover: 'eventual' };

  test('is healthy, in the topology of the fixture', async () => {
    expect(await readTopology(cluster)).toEqual(asBefore);
    expect(before.leader).toMatch(/:8081$/);
  });

  test('gets Ready under the new operator: no pod restarted, nothing changed that anyone reads', async () => {
    await adopted.follow('2. Stop the old operator');
    await adopted.follow('3. Update the resource definitions');
    await adopted.follow('4. Install the new operator');
    await adopted.untilReady();
    expect(await takePicture(cluster)).toMatchObject(before);
    expect(await adopted.podTemplates()).toEqual(templatesBefore);
    expect(await readTopology(cluster)).toEqual(asBefore);
  });

  test('has nothing left of the earlier operator', async () => {
    const deployments = await getObjects(cluster, namespace, 'deployments');
    expect(deployments.map(({ metadata }) => metadata.name)).toEqual(['tarantool-operator']);
    await pollUntil({ until: 'its pod is gone' }, async () => {
      const pods = (await getObjects(cluster, namespace, 'pods')).map(({ metadata }) => metadata.name);
      const others = pods.filter(name => before.pods[name] === undefined);
      expect(others).toEqual([expect.stringMatching(/^tarantool-operator-/)]);
    });
    expect(await cluster.kubectl('get', 'clusterroles', '--output', 'name')).not.toContain('/manager-role');
  });

  test('keeps its pods through the upgrade of its release, and says which are of an older template', async () => {
    await adopted.follow("5. Upgrade the application's release");
    await pollUntil({ until: 'the condition UpToDate names all pods' }, async () => {
      const { status, message } = (await adopted.condition('UpToDate')) ?? {};
      expect(status).toBe('False');
      for (const name of Object.keys(before.pods)) expect(message).toContain(name);
    });
    expect(await takePicture(cluster)).toMatchObject(before);
    expect(await readTopology(cluster)).toEqual(asBefore);
  });

  test('has the same members after its pods were restarted one at a time', async () => {
    await adopted.follow('6. Restart the pods, when it suits you');
    await pollUntil({ until: 'all pods are of the new template' }, async () => {
      expect(await adopted.condition('UpToDate')).toMatchObject({ status: 'True' });
    });
    for (const [name, pod] of Object.entries(await picturePods(cluster))) {
      expect(pod.uid).not.toBe(before.pods[name]?.uid);
      expect(pod.labels).toMatchObject(ownLabels(before.pods[name]?.labels ?? {}));
    }
    await adopted.untilTopology(earlier.topology);
  });

  test('takes a third replica and a second router, and restarts no other pod', async () => {
    const running = await picturePods(cluster);
    values = withValues(values, ({ RoleConfig: [routers, storages] }) => {
      routers.ReplicaSetCount = 2;
      storages.ReplicaCount = 3;
    });
    await adopted.upgrade(values);
    await adopted.untilTopology(grown(earlier.topology));
    await adopted.untilReady();
    expect(await picturePods(cluster)).toMatchObject(running);
  });

  test('runs another image once its pods are deleted', async () => {
    const running = await picturePods(cluster);
    values = withValues(values, ({ image }) => {
      image.tag = '0.1.0-1-g4577716';
    });
    await packApp(cluster, imageOf(values), {
      file: 'app/roles/custom.lua',
      edit: source => source.replace('Hello world!', 'Hello new world!'),
    });
    await adopted.upgrade(values);
    await pollUntil({ until: 'the new image is in the templates' }, async () => {
      for (const { spec } of await adopted.statefulSets())
        expect(spec.template.spec.containers[0].image).toBe(imageOf(values));
    });
    expect(await picturePods(cluster)).toMatchObject(running);
    await deleteAppPods(cluster, namespace);
    await adopted.untilTopology(grown(earlier.topology));
    await using forward = await cluster.portForward('routers-0-0', { namespace, port: 8081 });
    expect(await (await fetch(`${forward.url}/hello`)).text()).toBe('Hello new world!');
  });

  test('gets another role without a restart', async () => {
    const running = await picturePods(cluster);
    values = withValues(values, ({ RoleConfig: [routers] }) => {
      routers.RolesToAssign = ['app.roles.custom', 'vshard-router', 'failover-coordinator'];
    });
    await adopted.upgrade(values);
    const roles = ['app.roles.custom', 'failover-coordinator', 'vshard-router'];
    await adopted.untilTopology(
      grown(earlier.topology).map(row => (row.roles?.includes('vshard-router') ? { ...row, roles } : row)),
    );
    await adopted.untilReady();
    expect(await picturePods(cluster)).toMatchObject(running);
  });

  test('goes back: the earlier operator finds all it reads', async () => {
    await adopted.follow('Go back');
    expect(await adopted.podTemplates()).toMatchObject(fromCharts(templatesBefore));
    await expectReadable(adopted);
  });
});

function grown(topology: TopologyRow[]): Partial<TopologyRow>[] {
  const [routers, storages] = topology;
  const servers = [...(storages?.servers ?? []), thirdReplica];
  return [{ ...routers }, secondRouter, { ...storages, servers }];
}

/** The hash of the template is Kubernetes' own. */
function ownLabels({ 'controller-revision-hash': _, ...labels }: Record<string, string>) {
  return labels;
}

/** Whether its containers are privileged an earlier operator says of new StatefulSets alone. */
function fromCharts(templates: PodTemplates): PodTemplates {
  const copy = structuredClone(templates);
  for (const { spec } of Object.values(copy))
    for (const container of spec.containers) delete container.securityContext;
  return copy;
}
