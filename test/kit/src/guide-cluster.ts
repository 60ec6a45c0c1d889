import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { stringify } from 'yaml';
import { type GuideValues, readGuideValues } from './guide-values.ts';
import { type LocalTestCluster, makeLocalTestCluster } from './local-cluster.ts';
import { repository } from './repository.ts';
import { csvField } from './tools.ts';

/** A cluster with the guide's operator and application installed and Ready. */
export interface GuideCluster extends LocalTestCluster {
  values: GuideValues;
  /** `helm install -f values.yaml test-app`, where it was uninstalled */
  install(values: GuideValues): Promise<void>;
  /** `helm upgrade -f values.yaml test-app` */
  upgrade(values: GuideValues): Promise<void>;
  /** Packs a copy of the guide's app with some files replaced, as a developer does between two versions. */
  packChangedApp(tag: string, change: (folder: string) => Promise<Record<string, string>>): Promise<void>;
}

export async function startGuideCluster(): Promise<GuideCluster> {
  const cluster = await makeLocalTestCluster();
  try {
    await cluster.up();
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  const release = async (verb: 'install' | 'upgrade', values: GuideValues) => {
    const file = join(cluster.home, 'test-values.yaml');
    await writeFile(file, stringify(values));
    const chart = join(repository, 'charts/cartridge');
    await cluster.helm(verb, '-f', csvField(file), 'test-app', chart, '--namespace', 'tarantool');
  };
  return Object.assign(cluster, {
    values: readGuideValues(),
    install: (values: GuideValues) => release('install', values),
    upgrade: (values: GuideValues) => release('upgrade', values),
    async packChangedApp(tag: string, change: (folder: string) => Promise<Record<string, string>>) {
      const parent = await mkdtemp(join(tmpdir(), 'app-'));
      try {
        const source = join(repository, 'examples/guide/test-app');
        const folder = join(parent, basename(source));
        await cp(source, folder, { recursive: true });
        const files = await change(folder);
        for (const [file, content] of Object.entries(files)) await writeFile(file, content);
        await cluster.packImage(folder, tag);
      } finally {
        await rm(parent, { recursive: true });
      }
    },
  });
}
