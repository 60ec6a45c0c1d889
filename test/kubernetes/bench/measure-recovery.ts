import { assertHealthy, pollUntil, topologySeenBy, withValues } from '@cartridge-on-kubernetes/test-kit';
import { formatSeconds } from '../../../scripts/bench/measurement.ts';
import { deleteAppPods } from '../../guide/support/delete-app-pods.ts';
import { type Guide, namespace } from '../../guide/support/guide.ts';
import { wipeVolume } from '../../guide/support/wipe-volume.ts';
import type { Row } from './row.ts';

/** What changes in the life of the guide's cluster, each from the command on until all members are healthy. */
export async function measureRecovery(guide: Guide): Promise<Row[]> {
  const { cluster, values } = guide;
  const replica = await timeUntilHealthy(guide, 4, () =>
    guide.upgradeApp(
      withValues(values, changed => {
        changed.RoleConfig[1].ReplicaCount = 3;
      }),
    ),
  );
  const deleted = await timeUntilHealthy(guide, 4, () => deleteAppPods(cluster, namespace));
  const wiped = await timeUntilHealthy(guide, 4, () => wipeVolume(cluster, 'storages-0-2'));
  const wipedFirst = await timeUntilHealthy(guide, 4, () => wipeVolume(cluster, 'storages-0-0'));
  return [
    { what: 'replicas 2→3: healthy', ours: replica, peer: '35 s', goal: '≤ 12 s' },
    { what: 'all pods deleted: healthy', ours: deleted, peer: 'never (config_locked)', goal: '≤ 20 s' },
    { what: 'replica wiped: healthy', ours: wiped, peer: 'never', goal: '' },
    { what: 'first ordinal wiped: healthy', ours: wipedFirst, peer: 'never', goal: '' },
  ];
}

async function timeUntilHealthy(
  guide: Guide,
  members: number,
  change: () => Promise<unknown>,
): Promise<string> {
  const started = performance.now();
  await change();
  await pollUntil({ until: `${members} members are healthy`, deadlineSeconds: 300 }, async () => {
    const topology = await topologySeenBy(guide.cluster, namespace, 'routers-0-0');
    if (topology.servers.length !== members) throw new Error(`${topology.servers.length} members`);
    assertHealthy(topology);
  });
  const seconds = formatSeconds(performance.now() - started);
  await guide.untilReady(120);
  return seconds;
}
