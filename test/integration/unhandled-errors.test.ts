import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pollUntil, repository } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

/** Rejects a promise without a handler: once the program says what it does with unhandled errors, and at each SIGUSR2. */
const defect = `
const reject = () => { Promise.reject(new Error('a defect')) };
process.on('SIGUSR2', reject);
const look = () => (process.listenerCount('unhandledRejection') > 0 ? reject() : setImmediate(look));
if (process.env.DEFECT === 'at once') look();
`;

let folder: string;
let preload: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unhandled-errors-'));
  const file = join(folder, 'defect.cjs');
  await writeFile(file, defect);
  await writeFile(join(folder, 'init.lua'), '');
  const server = 'https://127.0.0.1:9';
  const kubeconfig = {
    clusters: [{ name: 'closed', cluster: { server } }],
    users: [{ name: 'tester', user: { token: 'secret' } }],
    contexts: [{ name: 'closed', context: { cluster: 'closed', user: 'tester' } }],
    'current-context': 'closed',
  };
  await writeFile(join(folder, 'kubeconfig'), JSON.stringify(kubeconfig));
  preload = ['--require', file];
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  { program: 'dist/operator/main.mjs', args: [] },
  { program: 'dist/dev-instance/main.mjs', args: ['init.lua'] },
  { program: 'dist/cli/main.mjs', args: ['version'] },
  { program: 'dist/local-cluster/main.mjs', args: ['--state-folder', 'state'] },
])(
  '$program logs an unhandled error with its stack and ends with exit code 70',
  async ({ program, args }) => {
    const { exitCode, all } = await execa(
      process.execPath,
      [...preload, join(repository, program), ...args],
      {
        cwd: folder,
        env: {
          DEFECT: 'at once',
          WATCH_NAMESPACE: 'tarantool',
          KUBECONFIG: join(folder, 'kubeconfig'),
          HOME: folder,
        },
        all: true,
        reject: false,
        timeout: 30_000,
      },
    );
    expect(all).toMatch(/Error: a defect(\n|\\n) +at .*reject /);
    expect(exitCode).toBe(70);
  },
);

test('a local cluster that runs logs an unhandled error with its stack and goes on', async () => {
  const program = join(repository, 'dist/local-cluster/main.mjs');
  const child = execa(process.execPath, [...preload, program, '--state-folder', join(folder, 'running')], {
    reject: false,
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await child;
  });
  let log = '';
  child.stderr.on('data', text => {
    log += text;
  });
  let output = '';
  child.stdout.on('data', text => {
    output += text;
  });
  await pollUntil({ until: 'the cluster is ready' }, () => expect(output).toContain('"ready":true'));
  for (const times of [1, 2]) {
    child.kill('SIGUSR2');
    await pollUntil({ until: `${times} defects are logged` }, () => {
      expect(log.match(/Error: a defect\\n +at .*reject /g)).toHaveLength(times);
    });
  }
  child.kill('SIGTERM');
  expect((await child).exitCode).toBe(0);
});
