import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { stateFolder } from './folders.ts';

/** Short, because podman takes no longer path for sockets and the like. */
const runFolder = (cluster: string) => `/run/cartridge-${cluster}`;
const storeFolder = (cluster: string) => join(stateFolder(cluster), 'podman');

/** What CONTAINERS_STORAGE_CONF is for the store of a cluster. */
export function imageStoreOf(cluster: string): string {
  return join(storeFolder(cluster), 'storage.conf');
}

/**
 * Gives a cluster a store of podman's and buildah's own, so that those who build at the same time do not take each
 * other's tags. Gives what CONTAINERS_STORAGE_CONF is for it.
 */
export async function openImageStore(options: {
  cluster: string;
  /** an image of the machine's store that builds stand on */
  base: string | undefined;
}): Promise<string> {
  const { cluster, base } = options;
  const folder = storeFolder(cluster);
  await mkdir(folder, { recursive: true });
  const file = imageStoreOf(cluster);
  const further = base === undefined ? [] : [await machineStore()];
  await writeFile(
    file,
    `[storage]
driver = "overlay"
runroot = "${runFolder(cluster)}"
graphroot = "${join(folder, 'store')}"
[storage.options]
additionalimagestores = ${JSON.stringify(further)}
`,
  );
  return file;
}

async function machineStore(): Promise<string> {
  return (await execa('podman', ['info', '--format', '{{.Store.GraphRoot}}'])).stdout;
}

export async function closeImageStore(cluster: string): Promise<void> {
  // A mount of podman's on itself, which would keep the folder.
  await execa('umount', [join(storeFolder(cluster), 'store/overlay')], { reject: false });
  await rm(runFolder(cluster), { recursive: true, force: true });
}
