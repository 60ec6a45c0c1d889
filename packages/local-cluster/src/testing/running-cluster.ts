import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type ImageStore, openImageStore } from '../images/image-store.ts';
import { TypedObjects } from '../in-process/typed-objects.ts';
import {
  imageStoreFolder,
  type LocalCluster,
  type LocalClusterOptions,
  startLocalCluster,
} from '../local-cluster.ts';

export interface TestCluster {
  folder: string;
  cluster: LocalCluster;
  objects: TypedObjects;
  images: ImageStore;
  stateFolder: string;
  /** Stops the cluster, calls `whileStopped`, and starts the cluster again on `stateFolder`. */
  restart(whileStopped?: () => Promise<void>): Promise<void>;
  remove(): Promise<void>;
}

/** A whole local cluster in this process, with a state folder of its own. */
export async function startTestCluster(options: Partial<LocalClusterOptions> = {}): Promise<TestCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'local-cluster-'));
  const shimFile = join(folder, 'pod-shim.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../shim/pod-shim.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: shimFile,
    logLevel: 'error',
  });
  const start = (stateFolder: string): Promise<LocalCluster> =>
    startLocalCluster({ stateFolder, shimFile, cpus: 4, ...options });
  const stateFolder = join(folder, 'state');
  const cluster = await start(stateFolder);
  const test: TestCluster = {
    folder,
    stateFolder,
    cluster,
    objects: new TypedObjects(cluster.objects),
    images: openImageStore(imageStoreFolder(stateFolder)),
    async restart(whileStopped) {
      await test.cluster.stop();
      await whileStopped?.();
      test.cluster = await start(test.stateFolder);
      test.objects = new TypedObjects(test.cluster.objects);
    },
    async remove() {
      await test.cluster.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return test;
}

/** An image that runs a Node script. */
export async function buildScriptImage(images: ImageStore, tag: string, script: string): Promise<void> {
  await images.buildImage({
    config: { Cmd: ['node', '/srv/app/main.mjs'] },
    layers: [{ kind: 'files', files: [{ path: '/srv/app/main.mjs', content: script }] }],
    tags: [tag],
  });
}
