import path from 'node:path';
import { openImageStore } from '@cartridge/local-cluster';
import { CliError } from '../errors.ts';
import { openStateFolder } from '../local/state-folder.ts';
import { printDetail, printStep, printWarning } from '../output/bullets.ts';
import { packIntoStore } from './pack-into-store.ts';
import { readProject } from './project.ts';
import { chooseTags, describeVersion } from './version.ts';

export interface PackImage {
  folder: string;
  name: string | undefined;
  tags: string[];
  version: string | undefined;
  suffix: string | undefined;
  /** Also write the image into this file. */
  archive: string | undefined;
}

/** Packs the application into an image of the local cluster, with the lines cartridge-cli prints. */
export async function packImage(options: PackImage): Promise<void> {
  const { version, suffix } = options;
  if (options.tags.length > 0 && (version !== undefined || suffix !== undefined)) {
    throw new CliError(
      'INVALID_ARGUMENT',
      '--tag is the whole name of the image: leave out --version and --suffix',
    );
  }
  const project = readProject(options.folder, options.name);
  const tags = chooseTags({ ...options, name: project.name, folder: project.folder });
  printStep(`Packing ${project.name} into docker`);
  const store = openImageStore(openStateFolder().images);
  await packIntoStore({
    store,
    project,
    tags,
    version: version ?? describeVersion(project.folder),
    onStep: printStep,
    onWarning: printWarning,
    onFile: printDetail,
  });
  if (options.archive !== undefined) {
    await store.export(tags, path.resolve(options.archive));
    printStep(`Wrote ${path.resolve(options.archive)}`);
  }
  printStep('Application was successfully packed');
}
