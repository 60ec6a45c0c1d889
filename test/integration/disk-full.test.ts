import { rm, writeFile } from 'node:fs/promises';
import { findTools, pollUntil } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { processesOf } from './support/processes.ts';
import { canMount, SmallDisk } from './support/small-disk.ts';

/** Skipped where a user may not mount a disk of his own: there is no other way to a full disk that harms nobody. */
describe.skipIf(!canMount())('a disk that is full', () => {
  let disk: SmallDisk;
  let kubectl: string;

  beforeAll(async () => {
    disk = await SmallDisk.mount('20m');
    ({ kubectl } = await findTools());
  });
  afterAll(async () => {
    await disk.cartridge('local', 'down');
    await disk.unmount();
  });

  test('from the start: up says so, and works once there is room', async () => {
    await fill();
    const refused = await disk.cartridge('local', 'up', '--bare', '--detach');
    expect(refused).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('no space left on device'),
    });
    expect(refused.stderr).toMatch(/[Ff]ree/);
    expect(await processesOf(disk.home)).toEqual([]);
    await makeRoom();
    expect(await disk.cartridge('local', 'up', '--bare', '--detach')).toMatchObject({ exitCode: 0 });
  });

  test('while it runs: a write is refused with the reason, reads go on, and writes when there is room', async () => {
    await kubectlOnDisk('create', 'configmap', 'before', '--from-literal', 'answer=42');
    await fill();
    await expect(kubectlOnDisk('create', 'configmap', 'lost', '--from-literal', large)).rejects.toThrow(
      /cannot write state to .*the change was not made: free disk space there and try again/,
    );
    expect(await namesOfConfigMaps()).toEqual(['before', 'kube-root-ca.crt']);
    await makeRoom();
    await kubectlOnDisk('create', 'configmap', 'after');
    expect(await namesOfConfigMaps()).toEqual(['after', 'before', 'kube-root-ca.crt']);
  });

  test('and a kill -9 at that moment: what was acknowledged is there when there is room', async () => {
    await fill();
    for (const { pid } of await processesOf(disk.home)) process.kill(pid, 'SIGKILL');
    await pollUntil({ until: 'no process is left' }, async () => {
      expect(await processesOf(disk.home)).toEqual([]);
    });
    const refused = await disk.cartridge('local', 'up', '--bare', '--detach');
    expect(refused).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('no space left on device'),
    });
    await makeRoom();
    expect(await disk.cartridge('local', 'up', '--bare', '--detach')).toMatchObject({ exitCode: 0 });
    expect(await namesOfConfigMaps()).toEqual(['after', 'before', 'kube-root-ca.crt']);
  });

  /** More than what is free in the last block of a file. */
  const large = `large=${'x'.repeat(10_000)}`;

  function fillers(): string[] {
    return ['filler', 'last-bytes'].map(name => disk.fromOutside(`${disk.folder}/${name}`));
  }

  /** In large pieces, then in small ones, until no byte is free. */
  async function fill(): Promise<void> {
    const pieces = [64 * 1024, 1];
    for (const [index, file] of fillers().entries()) {
      const piece = Buffer.alloc(pieces[index] ?? 1);
      await expect(writeEndlessly(file, piece)).rejects.toMatchObject({ code: 'ENOSPC' });
    }
  }

  async function writeEndlessly(file: string, piece: Buffer): Promise<void> {
    for (;;) await writeFile(file, piece, { flag: 'a' });
  }

  async function makeRoom(): Promise<void> {
    for (const file of fillers()) await rm(file);
  }

  async function kubectlOnDisk(...args: string[]): Promise<string> {
    const kubeconfig = disk.fromOutside(`${disk.home}/kubeconfig`);
    const { stdout } = await execa(kubectl, args, { env: { KUBECONFIG: kubeconfig }, stdin: 'ignore' });
    return stdout;
  }

  async function namesOfConfigMaps(): Promise<string[]> {
    const format = 'jsonpath={.items[*].metadata.name}';
    return (await kubectlOnDisk('get', 'configmaps', '-o', format)).split(' ').toSorted();
  }
});
