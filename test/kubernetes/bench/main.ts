// Times of the guide's steps on the real cluster, beside those of the Go operator 0.0.10, which were measured earlier
// on the same kind of machine (2 cores, Kubernetes 1.34.2) with Cartridge 2.7.9. Nothing here passes or fails.
// With --all the costs among foreign objects are measured for the small cluster too.
import { formatSeconds } from '../../../scripts/bench/measurement.ts';
import type { Guide } from '../../guide/support/guide.ts';
import { applicationBase } from '../src/test-images.ts';
import { withBenchCluster } from './bench-cluster.ts';
import { createForeignObjects, deleteForeignObjects, foreignCount } from './foreign-objects.ts';
import { idleRows, measureIdle, measureWithoutOperator, startOperator } from './measure-idle.ts';
import { measureInstall } from './measure-install.ts';
import { measureRecovery } from './measure-recovery.ts';
import type { Row } from './row.ts';

const all = process.argv.includes('--all');
const peers = { 3: '97-107', 9: '189' };

const started = performance.now();
await withBenchCluster(async guide => {
  console.log(`Applications are packed on ${applicationBase}`);
  for (const instances of [3, 9] as const) {
    print(await measureInstall(guide, instances));
    if (instances === 3) print(await measureRecovery(guide));
    await measureRest(guide, instances);
    await guide.uninstallAll();
  }
});
console.log(`Measured in ${formatSeconds(performance.now() - started)}`);

async function measureRest(guide: Guide, instances: 3 | 9): Promise<void> {
  const peer = peers[instances];
  const cost = await measureIdle(guide);
  const without = await measureWithoutOperator(guide);
  print(idleRows({ what: `${instances} instances`, cost, without, peer }));
  if (instances === 3 && !all) return;
  const created = performance.now();
  await createForeignObjects(guide.cluster);
  console.log(
    `${foreignCount} foreign objects are there after ${formatSeconds(performance.now() - created)}`,
  );
  await startOperator(guide);
  const among = await measureIdle(guide);
  print(idleRows({ what: `${instances} among ${foreignCount}`, cost: among, without, peer: '' }));
  await deleteForeignObjects(guide.cluster);
}

function print(rows: Row[]): void {
  for (const { what, ours, peer, goal } of rows)
    console.log(`${what.padEnd(50)} ${ours.padStart(10)}   0.0.10 ${peer.padEnd(22)} goal ${goal}`);
}
