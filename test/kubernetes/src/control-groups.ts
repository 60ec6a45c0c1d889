import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { clusterName } from './folders.ts';
import { pollUntil } from './poll-until.ts';

const root = '/sys/fs/cgroup';

/** Name of the group below which the kubelet makes those of its pods. */
export const cgroupRoot = `cartridge-real-cluster-${clusterName}`;

export async function createControlGroups(): Promise<void> {
  for (const controller of await controllers()) {
    const folder = join(root, controller, cgroupRoot);
    await mkdir(folder, { recursive: true });
    // A new cpuset of version 1 starts empty, and no process can enter it then.
    for (const file of ['cpuset.cpus', 'cpuset.mems'])
      if (existsSync(join(folder, file)) && controller !== '.')
        await writeFile(join(folder, file), await readFile(join(root, controller, file)));
  }
}

/** Why no group can be made, as one sentence. */
export async function tryControlGroup(): Promise<string | undefined> {
  if (!existsSync(root)) return `There are no control groups at ${root}`;
  for (const controller of await controllers()) {
    const folder = join(root, controller, `cartridge-preflight-${process.pid}`);
    try {
      await mkdir(folder);
      await rmdir(folder);
    } catch (error) {
      return `No control group can be made: ${(error as Error).message}`;
    }
  }
  return undefined;
}

export async function removeControlGroups(): Promise<void> {
  for (const controller of await controllers()) {
    const folder = join(root, controller, cgroupRoot);
    if (existsSync(folder)) await pollUntil(`${folder} is gone`, 20_000, () => removeTree(folder));
  }
}

/** Folders of the controllers; version 2 has one for all. */
async function controllers(): Promise<string[]> {
  return existsSync(join(root, 'cgroup.controllers')) ? ['.'] : readdir(root);
}

async function removeTree(folder: string): Promise<true | undefined> {
  await execa('find', [folder, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';'], { reject: false });
  return existsSync(folder) ? undefined : true;
}
