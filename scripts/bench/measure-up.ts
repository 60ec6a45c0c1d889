import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { formatSeconds, type Measurement } from './measurement.ts';

const bin = 'packages/cli/bin/cartridge.js';

export interface BenchCluster {
  status: ClusterStatus;
  stop(): Promise<void>;
}

interface ClusterStatus {
  state: string;
  url: string;
  kubeconfig: string;
  pods: { name: string; ip?: string }[];
}

/** The first start ever, and the next one with the state of the first; leaves the second one running. */
export async function measureUp(): Promise<{ measurements: Measurement[]; cluster: BenchCluster }> {
  const home = mkdtempSync(path.join(tmpdir(), 'cartridge-bench-'));
  const first = await timeUp(home);
  await stopUp(first.child);
  const second = await timeUp(home);
  const describe = (
    what: string,
    { readyMilliseconds, helloMilliseconds }: TimedUp,
    state: string,
  ): Measurement => ({
    what,
    value: formatSeconds(helloMilliseconds),
    goal: '< 5 s',
    how:
      `one run, ${state}: from the start of \`cartridge local up\` until GET /hello says Hello world!; ` +
      `Ready after ${formatSeconds(readyMilliseconds)}`,
  });
  return {
    measurements: [
      describe('cartridge local up: Ready and /hello', first, 'empty state, helm unpacked before'),
      describe('cartridge local up again', second, 'state of the first'),
    ],
    cluster: {
      status: second.status,
      async stop() {
        await stopUp(second.child);
        rmSync(home, { recursive: true, force: true });
      },
    },
  };
}

interface TimedUp {
  child: ChildProcess;
  status: ClusterStatus;
  readyMilliseconds: number;
  helloMilliseconds: number;
}

async function timeUp(home: string): Promise<TimedUp> {
  const env = { ...process.env, CARTRIDGE_LOCAL_HOME: home };
  const startedAt = performance.now();
  const child = spawn(process.execPath, [bin, 'local', 'up'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const printed = once(child.stdout ?? child, 'data');
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`cartridge local up ended with exit code ${code}`);
  });
  await Promise.race([printed, ended]);
  const readyMilliseconds = performance.now() - startedAt;
  const status = await readStatus(env);
  while (!(await saysHello(status.url))) await sleep(10);
  return { child, status, readyMilliseconds, helloMilliseconds: performance.now() - startedAt };
}

async function readStatus(env: NodeJS.ProcessEnv): Promise<ClusterStatus> {
  const args = [bin, 'local', 'status', '-o', 'json'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return JSON.parse(stdout) as ClusterStatus;
}

async function saysHello(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/hello`);
    return (await response.text()) === 'Hello world!';
  } catch {
    return false;
  }
}

async function stopUp(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.removeAllListeners('exit');
  child.kill('SIGINT');
  await once(child, 'exit');
}
