import { chmodSync, copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BaseDockerfile, readBaseDockerfile } from './base-dockerfile.ts';
import { completeReference, type ImageBuilder } from './image-builder.ts';
import { installForBuild, type TarantoolInImage } from './install-tarantool.ts';
import { hasCommands, hookNames, type Project } from './project.ts';
import type { TemporaryImages } from './temporary-images.ts';

/** Where cartridge-cli builds the application in the container. */
export const buildFolder = '/opt/tarantool';

export interface BuildRocks {
  project: Project;
  rockspec: string;
  base: BaseDockerfile;
  tarantool: TarantoolInImage;
  temporary: string;
  /** the staged application, somewhere below `temporary` */
  files: string;
  builder: ImageBuilder;
  images: TemporaryImages;
  common: { noCache: boolean; cacheFrom: string[]; onOutput(line: string): void; signal: AbortSignal };
  onStep(text: string): void;
}

export function readBuildBase(project: Project, given: string | undefined): BaseDockerfile {
  return readBaseDockerfile({
    project,
    given,
    ownName: 'Dockerfile.build.cartridge',
    cure:
      'Write one that starts from an image in which rocks can be built, name another with --build-from, ' +
      'or pass --no-build to leave the rocks to the base',
  });
}

/** Builds the application in the image NAME-build, which stays for the next time; gives an image with the result. */
export async function buildRocks(options: BuildRocks): Promise<string> {
  const { project, base, builder, images, common, onStep, temporary } = options;
  const buildImage = `${project.name.toLowerCase()}-build`;
  onStep(`Build application in ${options.files}`);
  onStep(`Building base image ${buildImage}`);
  const dockerfile = path.join(temporary, 'Dockerfile.build');
  writeFileSync(dockerfile, `${[base.content, ...installForBuild(options.tarantool)].join('\n')}\n`);
  await builder.build({ ...common, context: options.files, dockerfile, tags: [buildImage] });
  onStep(`Build application in ${buildImage}`);
  const hooks = stageHooks(project, temporary);
  // A pre-build hook may bring rocks that no server has, so dependencies cannot be built before the hook runs.
  const start = hooks.hasPreBuild ? buildImage : await buildDependencies(options, buildImage);
  const built = await images.build('application', {
    ...common,
    context: temporary,
    lines: [
      `FROM ${completeReference(start)}`,
      'USER 0:0',
      `WORKDIR ${buildFolder}`,
      `COPY ${path.relative(temporary, options.files)} ${buildFolder}`,
      `COPY hooks ${buildFolder}`,
      `RUN sh ${scriptName} ${options.rockspec}`,
    ],
  });
  onStep('Application was successfully built');
  return built;
}

/** From the rockspec alone, and kept: they are built anew only when it has changed. */
async function buildDependencies(options: BuildRocks, buildImage: string): Promise<string> {
  const { temporary, files, rockspec, builder, common } = options;
  const dockerfile = path.join(temporary, 'Dockerfile.rocks');
  const lines = [
    `FROM ${completeReference(buildImage)}`,
    'USER 0:0',
    `WORKDIR ${buildFolder}`,
    `COPY ${rockspec} ${buildFolder}/`,
    `RUN ${findRocks}; $rocks install --only-deps ${rockspec}`,
  ];
  writeFileSync(dockerfile, `${lines.join('\n')}\n`);
  const tag = `${buildImage}:rocks`;
  await builder.build({ ...common, context: files, dockerfile, tags: [tag] });
  return tag;
}

function stageHooks(project: Project, temporary: string): { hasPreBuild: boolean } {
  const folder = path.join(temporary, 'hooks');
  mkdirSync(folder);
  for (const hook of hookNames) {
    const source = path.join(project.folder, hook);
    if (existsSync(source)) {
      copyFileSync(source, path.join(folder, hook));
      chmodSync(path.join(folder, hook), 0o755);
    }
  }
  writeFileSync(path.join(folder, scriptName), script);
  return { hasPreBuild: hasCommands(path.join(project.folder, 'cartridge.pre-build')) };
}

const scriptName = 'cartridge.build.sh';

const findRocks = [
  'if command -v tarantoolctl > /dev/null; then rocks="tarantoolctl rocks"',
  'elif command -v tt > /dev/null; then rocks="tt rocks"',
  'else echo "There is neither tarantoolctl nor tt in the build image: install Tarantool in its Dockerfile, or pass --tarantool-version, --sdk-path or --no-build" >&2; exit 1; fi',
].join('; ');

/** As cartridge-cli: the first hook is read into the shell that goes on, the second is run. */
const script = `set -ex
if [ -f cartridge.pre-build ]; then . ./cartridge.pre-build; fi
{ set +x; } 2> /dev/null
${findRocks}
set -x
$rocks make "$1"
if [ -f cartridge.post-build ]; then ./cartridge.post-build; fi
rm -f cartridge.pre-build cartridge.post-build ${scriptName}
chmod -R a+rX .
`;
