import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { testClusters } from './src/test-clusters.ts';

/** Brings the clusters up around all test files, each by a process that knows no other, and down however they end. */
export async function setup(): Promise<() => Promise<void>> {
  const started = await Promise.allSettled(testClusters.map(startBeside));
  const stop = async () => {
    await Promise.all(started.map(result => (result.status === 'fulfilled' ? result.value() : undefined)));
  };
  const failed = started.find(result => result.status === 'rejected');
  if (failed === undefined) return stop;
  await stop();
  throw failed.reason;
}

/** Gives what ends it. */
async function startBeside(name: string): Promise<() => Promise<void>> {
  const program = fileURLToPath(new URL('cluster-beside.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    env: { ...process.env, REAL_CLUSTER_NAME: name },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'ready')
      return async () => {
        child.stdin.end();
        await ended;
      };
    console.log(`${name}: ${line}`);
  }
  throw new Error(`The cluster ${name} could not be prepared`);
}
