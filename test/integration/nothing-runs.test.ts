import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartridge } from './support/command.ts';

describe('where nothing runs', () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'nothing-runs-'));
  });
  afterAll(() => rm(home, { recursive: true }));

  test.each([
    { command: 'status', exitCode: 3, says: 'The local cluster does not run. Start it with:' },
    { command: 'status --output json', exitCode: 3, says: '"running": false' },
    { command: 'env', exitCode: 3, says: 'The local cluster does not run. Start it with:' },
    { command: 'down', exitCode: 0, says: 'The local cluster does not run' },
    { command: 'down --purge', exitCode: 0, says: 'The local cluster does not run' },
  ])('local $command says so and makes nothing', async ({ command, exitCode, says }) => {
    const result = await cartridge(home, 'local', ...command.split(' '));
    expect(result.exitCode).toBe(exitCode);
    expect(result.stdout + result.stderr).toContain(says);
    expect(await readdir(home)).toEqual([]);
  });

  test.each([
    { command: 'up --detatch', says: "unknown option '--detatch'" },
    { command: 'up --port http', says: 'Pass a whole number from 1 to 65535' },
    { command: 'up --port 65536', says: 'Pass a whole number from 1 to 65535' },
    { command: 'up --timeout soon', says: 'Pass a whole number from 1 to 86400' },
    { command: 'up --values', says: "option '--values <FILE>' argument missing" },
    { command: 'up --values no-such.yaml', says: 'There is no values file no-such.yaml' },
    { command: 'up now', says: 'too many arguments' },
    { command: 'status --output yaml', says: 'Allowed choices are text, json' },
    { command: 'env --shell csh', says: 'Allowed choices are sh, fish, powershell' },
    { command: 'sup', says: "unknown command 'sup'" },
  ])('local $command is refused with the reason', async ({ command, says }) => {
    const result = await cartridge(home, 'local', ...command.split(' '));
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain(says);
    expect(await readdir(home)).toEqual([]);
  });
});
