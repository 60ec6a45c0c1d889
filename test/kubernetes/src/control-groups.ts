import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { clusterName } from './folders.ts';
import { pollUntil } from './poll-until.ts';

const root = '/sys/fs/cgroup';

/** Name of the group below which the kubelet makes those of its pods. */
export const cgroupRoot = groupOf(clusterName);

function groupOf(name: string): string {
  return `cartridge-real-cluster-${name}`;
}

export async function createControlGroups(): Promise<void> {
  await shareControllers();
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
  try {
    if ((await controllers()).length === 0) return `There are no control groups at ${root}`;
    await shareControllers();
    for (const controller of await controllers()) {
      const folder = join(root, controller, `cartridge-preflight-${process.pid}`);
      await mkdir(folder);
      await rmdir(folder);
    }
    return undefined;
  } catch (error) {
    return `No control group can be made: ${(error as Error).message}`;
  }
}

/** Version 2 gives a group the controllers that its parent hands down; the kubelet wants these, where the kernel has them. */
async function shareControllers(): Promise<void> {
  if (!isVersion2()) return;
  const present = (await readFile(join(root, 'cgroup.controllers'), 'utf8')).trim().split(' ');
  const wanted = ['cpu', 'cpuset', 'hugetlb', 'memory', 'pids'].filter(name => present.includes(name));
  await writeFile(join(root, 'cgroup.subtree_control'), wanted.map(name => `+${name}`).join(' '));
}

export async function removeControlGroups(name: string): Promise<void> {
  for (const controller of await controllers()) {
    const folder = join(root, controller, groupOf(name));
    if (existsSync(folder)) await pollUntil(`${folder} is gone`, 20_000, () => removeTree(folder));
  }
}

/** Folders of the controllers; version 2 has one for all. */
async function controllers(): Promise<string[]> {
  return isVersion2() ? ['.'] : readdir(root);
}

function isVersion2(): boolean {
  return existsSync(join(root, 'cgroup.controllers'));
}

async function removeTree(folder: string): Promise<true | undefined> {
  await execa('find', [folder, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';'], { reject: false });
  return existsSync(folder) ? undefined : true;
}
