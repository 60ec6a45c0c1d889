import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
let pretend: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'old-node-'));
  pretend = join(folder, 'pretend.cjs');
  const versions = `{ ...process.versions, node: process.env.PRETENDED_VERSION }`;
  await writeFile(pretend, `Object.defineProperty(process, 'versions', { value: ${versions} });`);
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  { start: 'packages/cli/bin/cartridge.js', version: '18.20.8' },
  { start: 'packages/cli/bin/cartridge.js', version: '20.18.3' },
  { start: 'scripts/start.mjs', version: '18.20.8' },
  { start: 'scripts/start.mjs', version: '20.18.3' },
])('$start on Node.js $version says what is needed and does nothing', async ({ start, version }) => {
  const home = join(folder, 'home');
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    ['--require', pretend, join(repository, start), 'local', 'up'],
    { env: { PRETENDED_VERSION: version, CARTRIDGE_LOCAL_HOME: home }, reject: false },
  );
  expect(exitCode).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/needs Node\.js 20\.19 or newer|Node\.js 20\.19 or newer is needed/);
  expect(stderr).toContain(`this is ${version}`);
  expect(stderr.split('\n')).toHaveLength(1);
});
