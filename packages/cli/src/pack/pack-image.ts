import path from 'node:path';
import { openImageStore } from '@cartridge/local-cluster';
import { CliError } from '../errors.ts';
import { openStateFolder } from '../local/state-folder.ts';
import { printDetail, printStep, printWarning } from '../output/bullets.ts';
import { type BuilderName, findImageBuilder } from './image-builder.ts';
import { packIntoStore } from './pack-into-store.ts';
import { packWithBuilder } from './pack-with-builder.ts';
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
  /** The program that builds; without one the image, without a runtime, goes into the local cluster. */
  builder: BuilderName | 'auto' | undefined;
  from: string | undefined;
  noCache: boolean;
}

/** Packs the application into an image, with the lines cartridge-cli prints. */
export async function packImage(options: PackImage): Promise<void> {
  const { version, suffix, builder, from, noCache } = options;
  if (options.tags.length > 0 && (version !== undefined || suffix !== undefined)) {
    throw new CliError(
      'INVALID_ARGUMENT',
      '--tag is the whole name of the image: leave out --version and --suffix',
    );
  }
  const project = readProject(options.folder, options.name);
  const tags = chooseTags({ ...options, name: project.name, folder: project.folder });
  printStep(`Packing ${project.name} into docker`);
  const staged = {
    project,
    tags,
    version: version ?? describeVersion(project.folder),
    onStep: printStep,
    onWarning: printWarning,
    onFile: printDetail,
  };
  const archive = options.archive === undefined ? undefined : path.resolve(options.archive);
  if (builder === undefined && from === undefined) {
    const store = openImageStore(openStateFolder().images);
    await packIntoStore({ ...staged, store });
    if (archive !== undefined) await store.export(tags, archive);
  } else {
    const found = await findImageBuilder(builder === 'auto' ? undefined : builder);
    await packWithBuilder({ ...staged, builder: found, from, noCache });
    if (archive !== undefined) await found.save({ tag: String(tags[0]), archive });
  }
  if (archive !== undefined) printStep(`Wrote ${archive}`);
  printStep('Application was successfully packed');
}
