import { appPods, getObject, pollUntil, topologySeenBy, withValues } from '@cartridge/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deleteAppPods } from './support/delete-app-pods.ts';
import { type Guide, namespace, openGuide } from './support/guide.ts';
import { firstImage, packApp } from './support/pack-app.ts';

const secondStorage = '6d6fedc3-0d25-565d-8f36-7fc771613d07';

/** A stopped member must not keep the others from starting, and comes back as the member it was. */
describe('fewer replicas', () => {
  let guide: Guide;
  let cluster: Guide['cluster'];

  const sized = (replicas: number) =>
    withValues(guide.values, changed => {
      Object.assign(changed.RoleConfig[1], { ReplicaCount: replicas });
    });
  const isDisabled = async () => {
    const { servers } = await topologySeenBy(cluster, namespace, 'routers-0-0');
    return servers.find(server => server.uuid === secondStorage)?.disabled;
  };

  beforeAll(async () => {
    guide = await openGuide();
    ({ cluster } = guide);
    await packApp(cluster, firstImage);
    await guide.installAll();
  });
  afterAll(() => guide?.stop());

  test('the stopped member is disabled, not expelled', async () => {
    await guide.upgradeApp(sized(1));
    await pollUntil({ until: 'storages-0-1 is gone and disabled', deadlineSeconds: 60 }, async () => {
      expect(await appPods(cluster, namespace)).not.toHaveProperty('storages-0-1');
      expect(await isDisabled()).toBe(true);
    });
  });

  test('the others start without it', async () => {
    const before = Object.values(await appPods(cluster, namespace)).map(pod => pod.metadata.uid);
    await deleteAppPods(cluster, namespace);
    await pollUntil({ until: 'new pods are at work', deadlineSeconds: 90 }, async () => {
      const pods = Object.values(await appPods(cluster, namespace));
      expect(pods).toHaveLength(2);
      for (const { metadata } of pods) expect(before).not.toContain(metadata.uid);
      expect((await guide.clusterObject()).status?.state).toBe('Ready');
      const { servers } = await topologySeenBy(cluster, namespace, 'routers-0-0');
      const leader = servers.find(server => server.alias === 'storages-0-0');
      expect(leader?.status).toBe('healthy');
    });
  });

  test('more replicas bring it back under its uuid', async () => {
    await guide.upgradeApp(sized(2));
    await pollUntil({ until: 'storages-0-1 is enabled', deadlineSeconds: 60 }, async () => {
      expect(await isDisabled()).toBe(false);
    });
    await guide.untilReady();
    const { metadata } = await getObject(cluster, {
      namespace,
      kind: 'clusters.tarantool.io',
      name: 'test-app',
    });
    expect(metadata.annotations).not.toHaveProperty(['tarantool.io/stopped-members']);
  });
});
