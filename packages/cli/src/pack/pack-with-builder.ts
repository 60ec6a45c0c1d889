import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../errors.ts';
import { type BaseDockerfile, readBaseDockerfile } from './base-dockerfile.ts';
import { buildFolder, buildRocks, readBuildBase } from './build-rocks.ts';
import {
  applicationCommand,
  applicationEnvironment,
  applicationFolders,
  applicationPath,
  applicationUser,
  nameTags,
} from './container-config.ts';
import type { ImageBuilder } from './image-builder.ts';
import { installForRuntime, type TarantoolInImage } from './install-tarantool.ts';
import type { Project } from './project.ts';
import { type StageApplication, withStagedApplication, writeVersionFiles } from './stage-application.ts';
import type { TarantoolSource } from './tarantool-source.ts';
import { TemporaryImages } from './temporary-images.ts';

export interface PackWithBuilder extends Omit<StageApplication, 'rocks'> {
  builder: ImageBuilder;
  tags: string[];
  tarantool: TarantoolSource;
  /** Dockerfile of the base; without one, the application's Dockerfile.cartridge. */
  from: string | undefined;
  /** Dockerfile of the image that builds; without one, the application's Dockerfile.build.cartridge. */
  buildFrom: string | undefined;
  /** Whether rocks are built; otherwise those of the application's folder are taken. */
  buildsRocks: boolean;
  noCache: boolean;
  cacheFrom: string[];
  signal: AbortSignal;
}

interface Parts {
  /** image with the application in `buildFolder` */
  application: string;
  /** image with /version and /empty */
  extras: string;
}

/** Builds the image of a real cluster: the base, which brings Tarantool, and the application with its rocks on it. */
export async function packWithBuilder(options: PackWithBuilder): Promise<void> {
  const { builder, project, from } = options;
  const base = readBaseDockerfile({
    project,
    given: from,
    ownName: 'Dockerfile.cartridge',
    cure: 'Write one that starts from an image with Tarantool, or name another with --from',
  });
  const builds = options.buildsRocks && project.rockspec !== undefined;
  const buildBase = builds ? readBuildBase(project, options.buildFrom) : undefined;
  await withStagedApplication({ ...options, rocks: builds ? 'left out' : 'taken' }, async staged => {
    await using images = new TemporaryImages(builder, staged.temporary);
    const tarantool = { source: options.tarantool, sdkImage: await buildSdkImage(options, images) };
    const parts = await buildParts({ ...options, ...staged, buildBase, images, tarantool });
    await buildResult({ ...options, ...staged, base, parts, tarantool });
  });
}

async function buildSdkImage(
  { tarantool, signal }: PackWithBuilder,
  images: TemporaryImages,
): Promise<string | undefined> {
  if (tarantool.kind !== 'sdk') return undefined;
  return images.build('sdk', { context: tarantool.folder, lines: ['FROM scratch', 'COPY . /'], signal });
}

interface Staged {
  temporary: string;
  files: string;
  tarantool: TarantoolInImage;
}

async function buildParts(
  options: Omit<PackWithBuilder, 'tarantool'> &
    Staged & { buildBase: BaseDockerfile | undefined; images: TemporaryImages },
): Promise<Parts> {
  const { buildBase, images, temporary, files, signal, project } = options;
  const { rockspec } = project;
  const common = makeCommon(options);
  const application =
    buildBase === undefined || rockspec === undefined
      ? await images.build('application', {
          context: files,
          lines: ['FROM scratch', `COPY . ${buildFolder}`],
          signal,
        })
      : await buildRocks({ ...options, rockspec, base: buildBase, common });
  const extras = path.join(temporary, 'extras');
  mkdirSync(path.join(extras, 'empty'), { recursive: true });
  mkdirSync(path.join(extras, 'version'));
  writeVersionFiles({ ...options, folder: path.join(extras, 'version') });
  const lines = ['FROM scratch', 'COPY . /'];
  return { application, extras: await images.build('extras', { context: extras, lines, signal }) };
}

async function buildResult(
  options: Omit<PackWithBuilder, 'tarantool'> & Staged & { base: BaseDockerfile; parts: Parts },
): Promise<void> {
  const { builder, tags, base, temporary, files, onStep } = options;
  onStep(`Build result image ${nameTags(tags)} with ${builder.name}`);
  const dockerfile = path.join(temporary, 'Dockerfile.result');
  const lines = [base.content, ...installForRuntime(options.tarantool), ...applicationSteps(options)];
  writeFileSync(dockerfile, `${lines.join('\n')}\n`);
  try {
    await builder.build({ ...makeCommon(options), context: files, dockerfile, tags });
  } catch (error) {
    throw explainFailure(error, base);
  }
  onStep(`Created result image ${nameTags(tags)}`);
}

function makeCommon({ noCache, cacheFrom, onFile, signal }: Omit<PackWithBuilder, 'tarantool'>) {
  return { noCache, cacheFrom, onOutput: onFile, signal };
}

/** No shell: the base may be without one. The user is a number, so the base need not know it. */
function applicationSteps(options: {
  project: Project;
  version: string | undefined;
  parts: Parts;
  tarantool: TarantoolInImage;
}): string[] {
  const { project, version, parts, tarantool } = options;
  const home = applicationPath(project.name);
  const { sdkImage } = tarantool;
  const labels = { title: project.name, ...(version === undefined ? {} : { version }) };
  return [
    'USER 0:0',
    ...Object.values(applicationFolders).map(
      folder => `COPY --from=${parts.extras} --chown=${applicationUser} /empty ${folder}`,
    ),
    `COPY --from=${parts.application} ${buildFolder} ${home}`,
    `COPY --from=${parts.extras} /version ${home}`,
    ...(sdkImage === undefined
      ? []
      : [`COPY --from=${sdkImage} /tarantool /tarantoolctl ${home}/`, `ENV PATH="${home}:$PATH"`]),
    // Without it the image would fail in the cluster only.
    'RUN ["tarantool", "--version"]',
    ...Object.entries(labels).map(
      ([label, value]) => `LABEL org.opencontainers.image.${label}=${JSON.stringify(value)}`,
    ),
    `ENV ${applicationEnvironment.join(' ')}`,
    `USER ${applicationUser}`,
    'ENTRYPOINT []',
    `CMD ${JSON.stringify(applicationCommand(project.name))}`,
  ];
}

function explainFailure(error: unknown, base: BaseDockerfile): unknown {
  if (!(error instanceof CliError) || !/"?tarantool"?.*(not found|no such file)/i.test(error.message))
    return error;
  return new CliError(
    'IMAGE_BUILD_FAILED',
    `The image of ${base.file} has no tarantool. Start it from one with Tarantool, install it there, ` +
      `or pass --tarantool-version, --sdk-path or --sdk-local\n${error.message}`,
    { cause: error },
  );
}
