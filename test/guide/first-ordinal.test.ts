import { assertHealthy, getObject, pollUntil, topologySeenBy } from '@cartridge/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Guide, namespace, openGuide } from './support/guide.ts';
import { firstImage, packApp } from './support/pack-app.ts';

const firstStorage = '7b52c50a-a3e4-582b-be0e-2ce0e520c74c';

/** The member that Cartridge would let lead loses its data: it must take the others', never give them its emptiness. */
describe('recreating the replica of the first ordinal', () => {
  let guide: Guide;

  beforeAll(async () => {
    guide = await openGuide();
    await packApp(guide.cluster, firstImage);
    await guide.installAll();
  });
  afterAll(() => guide?.stop());

  test('its volume is deleted while another member leads: same uuid, every bucket back', async () => {
    const { cluster } = guide;
    const claim = { namespace, kind: 'persistentvolumeclaim', name: 'www-storages-0-0' };
    const lost = (await getObject(cluster, claim)).metadata.uid;
    // A claim in use stays until its pod is gone; the pod that follows gets a new one.
    await cluster.kubectl('delete', 'pvc', claim.name, '--namespace', namespace, '--wait=false');
    await cluster.kubectl('delete', 'pod', 'storages-0-0', '--namespace', namespace);
    await pollUntil({ until: 'storages-0-0 has a new volume', deadlineSeconds: 90 }, async () => {
      // The StatefulSet may have made the pod again before the claim was gone.
      const { metadata } = await getObject(cluster, claim);
      expect(metadata.uid).not.toBe(lost);
    });
    await pollUntil({ until: 'storages-0-0 is healthy and filled', deadlineSeconds: 120 }, async () => {
      const topology = await topologySeenBy(cluster, namespace, 'routers-0-0');
      assertHealthy(topology);
      const returned = topology.servers.find(server => server.uuid === firstStorage);
      expect(returned?.statistics?.vshard_buckets_count).toBe(30_000);
      const storages = topology.replicasets.find(replicaset => replicaset.alias === 'storages-0');
      expect(storages?.servers).toHaveLength(2);
    });
    await guide.untilReady();
  });
});
