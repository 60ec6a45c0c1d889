import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runBin } from '../run-bin.test-support.ts';
import { locateStateFolder } from './state-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cartridge-state-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  [{ CARTRIDGE_LOCAL_HOME: '/srv/mine', XDG_STATE_HOME: '/state' }, '/srv/mine'],
  [{ XDG_STATE_HOME: '/state' }, '/state/cartridge/local'],
])('%j is %s', (environment, expected) => {
  expect(locateStateFolder(environment).folder).toBe(expected);
});

test('without any of them it is in the home folder', () => {
  expect(locateStateFolder({}).folder).toMatch(/\/\.local\/state\/cartridge\/local$/);
});

test('without a home folder the user is told what to set', async () => {
  const env = { HOME: '', XDG_STATE_HOME: '', CARTRIDGE_LOCAL_HOME: '' };
  const { exitCode, stderr } = await runBin(['local', 'status'], { cwd: folder, env });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('This user has no home folder. Set HOME to a folder that this user can write to');
  expect(readdirSync(folder)).toEqual([]);
});

describe('a folder that cannot be used is refused with what to do', () => {
  test('one that holds other things, which stay', async () => {
    writeFileSync(path.join(folder, 'thesis.txt'), 'mine');
    expect(await upIn(folder)).toContain(`${folder} holds other files. Set CARTRIDGE_LOCAL_HOME`);
    await runBin(['local', 'down', '--purge'], { env: { CARTRIDGE_LOCAL_HOME: folder } });
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  test('one of a newer release', async () => {
    writeFileSync(path.join(folder, 'cartridge-local.json'), '{"version":99}');
    expect(await upIn(folder)).toContain(
      'was written by a newer release (state version 99, this one knows 1)',
    );
  });

  test('a file in its place', async () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    expect(await upIn(file)).toContain(`The state folder ${file} cannot be used: EEXIST`);
  });
});

test('down --purge removes a folder of ours', async () => {
  const ours = path.join(folder, 'ours');
  mkdirSync(ours);
  writeFileSync(path.join(ours, 'cartridge-local.json'), '{"version":1}');
  const result = await runBin(['local', 'down', '--purge'], { env: { CARTRIDGE_LOCAL_HOME: ours } });
  expect(result.exitCode).toBe(0);
  expect(existsSync(ours)).toBe(false);
});

test('status and env of a cluster that does not run say so with exit code 3', async () => {
  const env = { CARTRIDGE_LOCAL_HOME: folder };
  const status = await runBin(['local', 'status', '-o', 'json'], { env });
  expect(status.exitCode).toBe(3);
  expect(JSON.parse(status.stdout)).toMatchObject({ running: false, state: 'not running', pods: [] });
  const environment = await runBin(['local', 'env'], { env });
  expect(environment).toMatchObject({ exitCode: 3, stdout: '' });
  expect(environment.stderr).toContain(
    'The local cluster does not run. Start it with: npx cartridge local up',
  );
});

async function upIn(home: string): Promise<string> {
  const { exitCode, stderr } = await runBin(['local', 'up'], { env: { CARTRIDGE_LOCAL_HOME: home } });
  expect(exitCode).toBe(1);
  return stderr;
}
