import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalTestCluster, makeLocalTestCluster } from '@cartridge-on-kubernetes/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cartridge } from './support/command.ts';
import { processesOf } from './support/processes.ts';

describe('a state folder that cannot be used', () => {
  let cluster: LocalTestCluster;

  beforeAll(async () => {
    cluster = await makeLocalTestCluster();
    await cluster.up('--bare');
    await cluster.kubectl('create', 'configmap', 'kept', '--from-literal', 'answer=42');
    await cluster.cartridge('local', 'down');
  });
  afterAll(() => cluster.stop());

  test.each([
    {
      what: 'objects damaged in the middle',
      file: '0.log',
      damage: (content: string) => content.replace('"default"', '"defualt"'),
      says: 'The state file 0.log is damaged',
    },
    {
      what: 'objects of a newer version',
      file: 'cartridge-local.json',
      damage: () => '{"version":99}',
      says: 'written by a newer release (state version 99',
    },
    {
      what: 'certificates that are none',
      file: 'certificates.json',
      damage: (content: string) => content.slice(0, 100),
      says: 'Remove this file and start again',
    },
    {
      what: 'a key that is none',
      file: 'service-account.key',
      damage: () => 'garbage',
      says: 'Remove this file and start again',
    },
    {
      what: 'an image store that is none',
      file: 'images/index.json',
      damage: () => 'garbage',
      says: 'has an unreadable index.json',
    },
  ])('$what: up says so and leaves it as it is', async ({ file, damage, says }) => {
    const path = join(cluster.home, file);
    const whole = await readFile(path, 'utf8');
    const damaged = damage(whole);
    expect(damaged).not.toBe(whole);
    await writeFile(path, damaged);
    try {
      const up = await cartridge(cluster.home, 'local', 'up', '--bare', '--detach');
      expect(up.exitCode).toBe(1);
      expect(up.stderr).toContain(says);
      expect(up.stderr).toContain(cluster.home);
      expect(await readFile(path, 'utf8')).toBe(damaged);
      expect(await processesOf(cluster.home)).toEqual([]);
    } finally {
      await cluster.cartridge('local', 'down');
      await writeFile(path, whole);
    }
  });

  test('mended it works again, with its data', async () => {
    await expectKept();
  });

  test('what can be made again is made again where it is missing', async () => {
    for (const file of ['certificates.json', 'service-account.key', 'node.json', 'kubeconfig', 'admin.token'])
      await rm(join(cluster.home, file));
    await expectKept();
  });

  test('a record that a crash has cut is dropped, what came before is there', async () => {
    const log = join(cluster.home, '0.log');
    const torn = `${await readFile(log, 'utf8')}00000000 {"op":"put","storage":"/configmaps/default/kept","vers`;
    await writeFile(log, torn);
    await expectKept();
  });

  test('files in it are for its owner alone', async () => {
    const modeOf = async (path: string) => (await stat(path)).mode & 0o077;
    expect(await modeOf(cluster.home)).toBe(0);
    expect(await modeOf(join(cluster.home, 'kubeconfig'))).toBe(0);
    expect(await modeOf(join(cluster.home, 'admin.token'))).toBe(0);
  });

  async function expectKept(): Promise<void> {
    await cluster.up('--bare');
    const answer = await cluster.kubectl('get', 'configmap', 'kept', '-o', 'jsonpath={.data.answer}');
    expect(answer).toBe('42');
    await cluster.cartridge('local', 'down');
  }
});

test('a folder with other things in it is refused and left as it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'not-ours-'));
  try {
    await writeFile(join(folder, 'thesis.txt'), 'irreplaceable');
    const up = await cartridge(folder, 'local', 'up', '--bare', '--detach');
    expect(up).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('holds other files') });
    await cartridge(folder, 'local', 'down', '--purge');
    expect(await readFile(join(folder, 'thesis.txt'), 'utf8')).toBe('irreplaceable');
  } finally {
    await rm(folder, { recursive: true });
  }
});
