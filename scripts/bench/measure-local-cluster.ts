import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatMegabytes, formatSeconds, type Measurement, median } from './measurement.ts';
import { residentBytes } from './process-memory.ts';

const runs = 5;
const settleMilliseconds = 2000;
const program = 'dist/local-cluster/main.mjs';

/** An empty local cluster: time until its API answers, and its memory when it has settled. */
export async function measureLocalCluster(): Promise<Measurement[]> {
  const starts: number[] = [];
  const memories: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const { milliseconds, bytes } = await startOnce();
    starts.push(milliseconds);
    if (bytes !== undefined) memories.push(bytes);
  }
  return [
    {
      what: 'local cluster: start to API ready',
      value: formatSeconds(median(starts)),
      goal: '< 1 s',
      how: `median of ${runs} starts with an empty state, from the start of the process to its ready line`,
    },
    {
      what: 'local cluster: memory',
      value: memories.length === 0 ? 'unknown' : formatMegabytes(median(memories)),
      goal: '< 120 MB',
      how: `median of VmRSS ${settleMilliseconds / 1000} s after it was ready, nothing installed`,
    },
  ];
}

async function startOnce(): Promise<{ milliseconds: number; bytes: number | undefined }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cartridge-bench-'));
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, '--state-folder', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await firstLine(child);
    const milliseconds = performance.now() - startedAt;
    await sleep(settleMilliseconds);
    return { milliseconds, bytes: residentBytes(child.pid ?? 0) };
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

async function firstLine(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new Error('The local cluster has no standard output');
  for await (const _ of createInterface({ input: child.stdout })) return;
  throw new Error('The local cluster ended before it was ready');
}
