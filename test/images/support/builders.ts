import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuilderName, builderNames, findImageBuilder } from '@cartridge-on-kubernetes/cli';
import { pollUntil } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';

/** A builder with a store of its own, empty but for what a test makes. */
export interface TestBuilder extends AsyncDisposable {
  name: BuilderName;
  env: Record<string, string>;
  /** names of images, and the number of containers, that the store holds */
  left(): Promise<{ images: string[]; containers: number }>;
}

/** Those that a test can give a store of its own: as root, podman and buildah, and docker's client on podman's API. */
export async function usableBuilders(): Promise<BuilderName[]> {
  if (process.getuid?.() !== 0 || !(await isInstalled('podman'))) return [];
  const found: BuilderName[] = [];
  for (const name of builderNames) if (await isInstalled(name)) found.push(name);
  return found;
}

export async function openBuilder(name: BuilderName): Promise<TestBuilder> {
  const folder = await mkdtemp(join(tmpdir(), 'builder-test-'));
  const file = join(folder, 'storage.conf');
  const store = { runroot: join(folder, 'run'), graphroot: join(folder, 'store') };
  const lines = Object.entries({ driver: 'overlay', ...store }).map(([key, value]) => `${key} = "${value}"`);
  await writeFile(file, `[storage]\n${lines.join('\n')}\n`);
  await mkdir(join(folder, 'config'));
  const storage = { CONTAINERS_STORAGE_CONF: file };
  const service = name === 'docker' ? await startService(folder, storage) : undefined;
  const podman = (...args: string[]) => execa('podman', args, { env: storage });
  return {
    name,
    env: { ...storage, ...service?.env },
    async left() {
      const images = await podman('images', '--format', '{{.Repository}}:{{.Tag}}');
      const containers = await podman('ps', '--all', '--storage', '--quiet');
      return {
        images: images.stdout.split('\n').filter(line => line !== ''),
        containers: containers.stdout.split('\n').filter(line => line !== '').length,
      };
    },
    async [Symbol.asyncDispose]() {
      await service?.stop();
      await podman('rmi', '--all', '--force');
      // The store's own mount, where there is one, would keep the folder.
      await execa('umount', [join(store.graphroot, 'overlay')], { reject: false });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** podman's API, which docker's client takes for a daemon. */
async function startService(folder: string, storage: Record<string, string>) {
  const address = `unix://${join(folder, 'docker.sock')}`;
  const child = execa('podman', ['system', 'service', '--time', '0', address], {
    env: storage,
    reject: false,
  });
  const env = { DOCKER_HOST: address, DOCKER_CONFIG: join(folder, 'config') };
  await pollUntil({ until: 'the API for docker answers' }, () => execa('docker', ['version'], { env }));
  return {
    env,
    async stop() {
      child.kill();
      await child;
    },
  };
}

async function isInstalled(name: BuilderName): Promise<boolean> {
  if (name === 'docker') return (await execa('docker', ['--version'], { reject: false })).exitCode === 0;
  return findImageBuilder(name).then(
    () => true,
    () => false,
  );
}
