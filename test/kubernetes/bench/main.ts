// Times of the guide's steps on the real cluster, beside those of the Go operator 0.0.10, which were measured earlier
// on the same kind of machine (2 cores, Kubernetes 1.34.2) with Cartridge 2.7.9. Nothing here passes or fails.
import { formatSeconds } from '../../../scripts/bench/measurement.ts';
import { applicationBase } from '../src/test-images.ts';
import { withBenchCluster } from './bench-cluster.ts';
import { measureIdle } from './measure-idle.ts';
import { measureInstall } from './measure-install.ts';
import { measureRecovery } from './measure-recovery.ts';
import type { Row } from './row.ts';

const started = performance.now();
await withBenchCluster(async guide => {
  console.log(`Applications are packed on ${applicationBase}`);
  for (const instances of [3, 9] as const) {
    print(await measureInstall(guide, instances));
    if (instances === 3) print(await measureRecovery(guide));
    print(await measureIdle(guide, instances));
    await guide.uninstallAll();
  }
});
console.log(`Measured in ${formatSeconds(performance.now() - started)}`);

function print(rows: Row[]): void {
  for (const { what, ours, peer, goal } of rows)
    console.log(`${what.padEnd(50)} ${ours.padStart(10)}   0.0.10 ${peer.padEnd(22)} goal ${goal}`);
}
