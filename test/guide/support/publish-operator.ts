import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findImageBuilder } from '@cartridge-on-kubernetes/cli';
import { findTools, LocalTestCluster, repository, type TestCluster } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { writeOperatorImage } from '../../../scripts/build/operator-image.ts';
import { buildNodeBase } from '../../../scripts/images/node-base.ts';
import { buildOperatorImage } from '../../../scripts/images/project-images.ts';
import { type Guide, version } from './guide.ts';

export interface OtherOperator {
  version: string;
  /** its resource definitions, by file name */
  definitions: Record<string, string>;
}

/** The operator of these sources under another version: its chart in the repository of charts, its image in the cluster. */
export async function publishOperator(guide: Guide, operator: OtherOperator): Promise<void> {
  const chart = join(guide.folder, `operator-${operator.version}`);
  await cp(join(repository, 'charts/tarantool-operator'), chart, { recursive: true });
  for (const file of ['Chart.yaml', 'values.yaml']) await replaceVersion(join(chart, file), operator.version);
  for (const [name, content] of Object.entries(operator.definitions))
    await writeFile(join(chart, 'crds', name), content);
  const { helm } = await findTools();
  const served = join(guide.folder, 'charts');
  await execa(helm, ['package', chart, '--destination', served]);
  await execa(helm, ['repo', 'index', served]);
  await guide.cluster.helm('repo', 'update');
  await loadImage(guide, `tarantool/tarantool-operator:${operator.version}`);
}

async function replaceVersion(file: string, newVersion: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const changed = text.replaceAll(version, newVersion);
  if (changed === text) throw new Error(`${file} does not name version ${version}`);
  await writeFile(file, changed);
}

async function loadImage({ cluster, folder }: Guide, tag: string): Promise<void> {
  if (isLocal(cluster)) {
    const archive = join(folder, 'operator-image.tar');
    await writeOperatorImage({ folder: join(repository, 'dist/operator'), archive, tag });
    await cluster.cartridge('local', 'image', 'load', archive);
    return;
  }
  const { importBuiltImage } = await import('../../kubernetes/src/test-images.ts');
  const builder = await findImageBuilder();
  await buildOperatorImage({ builder, base: await buildNodeBase(builder), tag });
  await importBuiltImage(tag);
}

function isLocal(cluster: TestCluster): cluster is LocalTestCluster {
  return cluster instanceof LocalTestCluster;
}
