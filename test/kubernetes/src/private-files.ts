import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { state } from './folders.ts';
import { inside } from './holder.ts';

/** Where node programs keep files whatever they are told: sockets, namespaces, logs, addresses of pods. */
const sharedFolders = ['/run', '/var/log', '/var/lib/kubelet', '/var/lib/cni'];

/** Settings of the whole machine that the kubelet would change, with the values it looks for. */
const kernelSettings = {
  'vm/overcommit_memory': 1,
  'vm/panic_on_oom': 0,
  'kernel/panic': 10,
  'kernel/panic_on_oops': 1,
  'kernel/keys/root_maxkeys': 1_000_000,
  'kernel/keys/root_maxbytes': 25_000_000,
};

/**
 * Puts what the cluster must not share, with the machine or another cluster, out of its sight: folders of fixed
 * places are empty and its own, settings of the kernel are plain files.
 */
export async function hideMachine(): Promise<void> {
  const mounts: string[] = [];
  for (const folder of sharedFolders) {
    await mkdir(folder, { recursive: true });
    mounts.push(`mount -t tmpfs tmpfs ${folder}`);
  }
  const settings = join(state, 'kernel-settings');
  await mkdir(settings);
  for (const [name, value] of Object.entries(kernelSettings)) {
    const file = join(settings, name.replaceAll('/', '.'));
    await writeFile(file, `${value}\n`);
    mounts.push(`mount --bind '${file}' /proc/sys/${name}`);
  }
  // Volumes mounted by the kubelet must be seen by containers, and by nobody outside.
  await inside(['sh', '-ec', [...mounts, 'mount --make-rshared /'].join('\n')]);
}
