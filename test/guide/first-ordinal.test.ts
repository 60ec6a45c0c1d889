import { assertHealthy, pollUntil } from '@cartridge-on-kubernetes/test-kit';
import { describe, expect, test } from 'vitest';
import { useGuide } from './support/use-guide.ts';
import { wipeVolume } from './support/wipe-volume.ts';

const firstStorage = '7b52c50a-a3e4-582b-be0e-2ce0e520c74c';

/** The member that Cartridge would let lead loses its data: it must take the others', never give them its emptiness. */
describe('recreating the replica of the first ordinal', () => {
  const guide = useGuide('Cluster Ready');

  test('its volume is deleted while clients write: same uuid, every bucket and every key back', async () => {
    await guide.keys.start();
    await guide.keys.assertNothingLost();
    // It leads, and replication is asynchronous: what it acknowledged last may be on no other volume.
    await guide.keys.pause();
    await wipeVolume(guide.cluster, 'storages-0-0');
    await guide.keys.start();
    await pollUntil({ until: 'storages-0-0 is healthy and filled', deadlineSeconds: 120 }, async () => {
      const topology = await guide.topology();
      assertHealthy(topology);
      const returned = topology.servers.find(server => server.uuid === firstStorage);
      expect(returned?.statistics?.vshard_buckets_count).toBe(30_000);
      const storages = topology.replicasets.find(replicaset => replicaset.alias === 'storages-0');
      expect(storages?.servers).toHaveLength(2);
    });
    await guide.untilReady();
    await guide.keys.assertNothingLost();
  });
});
