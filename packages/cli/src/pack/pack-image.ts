import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ImageError, normalizeImageReference, openImageStore } from '@cartridge-on-kubernetes/local-cluster';
import { CliError } from '../errors.ts';
import { openStateFolder } from '../local/state-folder.ts';
import { abortOnSignals } from '../local/stop-signals.ts';
import { printDetail, printStep, printWarning } from '../output/bullets.ts';
import { type BuilderName, findImageBuilder } from './image-builder.ts';
import { packIntoStore } from './pack-into-store.ts';
import { packWithBuilder } from './pack-with-builder.ts';
import { type Project, readProject } from './project.ts';
import { chooseTarantool, type TarantoolChoice } from './tarantool-source.ts';
import { chooseNaming, type Naming } from './version.ts';

export interface PackImage {
  folder: string;
  name: string | undefined;
  spec: string | undefined;
  tags: string[];
  version: string | undefined;
  suffix: string | undefined;
  /** Also write the image into this file. */
  archive: string | undefined;
  /** With a program that builds; without one the image, without a runtime, goes into the local cluster. */
  build: BuildChoice | undefined;
}

export interface BuildChoice {
  builder: BuilderName | 'auto';
  from: string | undefined;
  buildFrom: string | undefined;
  buildsRocks: boolean;
  noCache: boolean;
  cacheFrom: string[];
  tarantool: TarantoolChoice;
}

/** Packs the application into an image, with the lines cartridge-cli prints. */
export async function packImage(options: PackImage): Promise<void> {
  const { version, suffix, build } = options;
  if (options.tags.length > 0 && (version !== undefined || suffix !== undefined)) {
    throw new CliError(
      'INVALID_ARGUMENT',
      '--tag is the whole name of the image: leave out --version and --suffix',
    );
  }
  const project = readProject(options);
  const naming = chooseNaming({ ...options, ...project, onWarning: printWarning });
  for (const tag of naming.tags) checkTag(tag);
  const archive = options.archive === undefined ? undefined : path.resolve(options.archive);
  if (archive !== undefined) mkdirSync(path.dirname(archive), { recursive: true });
  printStep(`Packing ${project.name} into docker`);
  if (build === undefined) await packForLocalCluster({ project, naming, archive });
  else await packForOthers({ project, naming, archive, build });
  if (archive !== undefined) printStep(`Wrote ${archive}`);
  printStep('Application was successfully packed');
}

interface Packing {
  project: Project;
  naming: Naming;
  archive: string | undefined;
}

const printing = { onStep: printStep, onWarning: printWarning, onFile: printDetail };

async function packForLocalCluster({ project, naming, archive }: Packing): Promise<void> {
  const store = openImageStore(openStateFolder().images);
  await packIntoStore({ project, ...naming, ...printing, store });
  if (archive !== undefined) await store.export(naming.tags, archive);
}

async function packForOthers(options: Packing & { build: BuildChoice }): Promise<void> {
  const { project, naming, archive, build } = options;
  const tarantool = chooseTarantool(build.tarantool, project);
  const builder = await findImageBuilder(build.builder === 'auto' ? undefined : build.builder);
  const signal = abortOnSignals(() => printWarning('Stopping'));
  try {
    await packWithBuilder({ ...build, ...naming, ...printing, project, builder, tarantool, signal });
    if (archive !== undefined) await builder.save({ tag: String(naming.tags[0]), archive });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new CliError('INTERRUPTED', 'Packing was stopped: there is no image', {
      exitCode: 130,
      cause: error,
    });
  }
}

function checkTag(tag: string): void {
  try {
    normalizeImageReference(tag);
  } catch (cause) {
    if (!(cause instanceof ImageError)) throw cause;
    throw new CliError(
      'INVALID_ARGUMENT',
      `"${tag}" cannot name an image. Use lower-case letters, digits, "-", "_" and "." before the ":", ` +
        'and up to 128 letters, digits, "-", "_" and "." after it; --tag sets the whole name',
      { cause },
    );
  }
}
