import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ClusterEndpoint, ClusterProcess } from './cluster-process.ts';
import { isAlive } from './process-identity.ts';

let folder: string;
let cluster: ClusterProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cartridge-cluster-'));
});
afterEach(async () => {
  await cluster?.stop();
  rmSync(folder, { recursive: true });
});

const ready = `console.log(JSON.stringify({ ready: true, server: 'https://127.0.0.1:1', kubeconfig: '/k' }));`;

test('starts, and stops on SIGTERM', async () => {
  const { endpoint } = await start(`
    process.on('SIGTERM', () => { require('node:fs').writeFileSync('${folder}/stopped', 'in order'); process.exit(0); });
    setInterval(() => {}, 1000);
    ${ready}`);
  expect(endpoint).toMatchObject({ server: 'https://127.0.0.1:1', kubeconfig: '/k' });
  await cluster?.stop();
  expect(readFileSync(path.join(folder, 'stopped'), 'utf8')).toBe('in order');
  expect(isAlive(endpoint.process)).toBe(false);
});

test('is started again when it is killed', async () => {
  const heard = new EventEmitter();
  const { endpoint } = await start(`setInterval(() => {}, 1000); ${ready}`, {
    onRestart: again => heard.emit('restart', again),
  });
  process.kill(endpoint.process.pid, 'SIGKILL');
  const [again] = (await once(heard, 'restart')) as [ClusterEndpoint];
  expect(again.process.pid).not.toBe(endpoint.process.pid);
  expect(isAlive(again.process)).toBe(true);
});

test('is given up when it keeps ending, with its last error', async () => {
  const heard = new EventEmitter();
  const givenUp = once(heard, 'give up');
  const kill = (endpoint: ClusterEndpoint): boolean => process.kill(endpoint.process.pid, 'SIGKILL');
  const script = `console.error('{"level":"error","message":"Port lost"}'); setInterval(() => {}, 1000); ${ready}`;
  const { endpoint } = await start(script, {
    onRestart: kill,
    onGiveUp: error => heard.emit('give up', error),
  });
  kill(endpoint);
  const [error] = (await givenUp) as [Error];
  expect(error.message).toContain('The local cluster does not run: Port lost. Its log is');
});

test('an end before it is ready carries the reason', async () => {
  await expect(
    start(`console.error('{"level":"error","message":"The state is damaged"}'); process.exit(1);`),
  ).rejects.toThrow('The local cluster does not run: The state is damaged');
});

async function start(
  script: string,
  callbacks: { onRestart?(endpoint: ClusterEndpoint): void; onGiveUp?(error: Error): void } = {},
): Promise<{ endpoint: ClusterEndpoint }> {
  const program = path.join(folder, 'cluster.cjs');
  writeFileSync(program, script);
  cluster = new ClusterProcess({
    command: { file: process.execPath, args: [program] },
    logFile: path.join(folder, 'cluster.log'),
    onRestart: () => {},
    onGiveUp: () => {},
    ...callbacks,
  });
  return { endpoint: await cluster.start() };
}
