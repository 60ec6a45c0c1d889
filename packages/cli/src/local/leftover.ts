import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, type ProcessIdentity } from './process-identity.ts';
import type { Run } from './run-file.ts';

const stopMilliseconds = 30_000;

/** Stops the cluster process that a killed `local up` left: it must end before another cluster process starts. */
export async function stopLeftover(run: Run | undefined): Promise<void> {
  if (run?.cluster !== undefined) await stopProcess(run.cluster);
}

/** SIGTERM, and SIGKILL where that is not enough. */
export async function stopProcess(identity: ProcessIdentity): Promise<void> {
  if (!isAlive(identity)) return;
  process.kill(identity.pid, 'SIGTERM');
  const deadline = performance.now() + stopMilliseconds;
  while (isAlive(identity)) {
    if (performance.now() > deadline) {
      process.kill(identity.pid, 'SIGKILL');
      return;
    }
    await sleep(25);
  }
}
