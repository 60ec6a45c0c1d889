import { type Command, Option } from 'commander';
import { CliError } from '../../errors.ts';
import type { BuilderName } from '../../pack/image-builder.ts';
import type { BuildChoice } from '../../pack/pack-image.ts';

interface PackDockerOptions {
  name?: string;
  spec?: string;
  version?: string;
  suffix?: string;
  tag?: string[];
  filename?: string;
  use?: BuilderName | 'auto';
  useDocker?: true;
  from?: string;
  buildFrom?: string;
  build: boolean;
  cacheFrom?: string[];
  cache: boolean;
  tarantoolVersion?: string;
  sdkPath?: string;
  sdkLocal?: true;
}

export function addPackDockerCommand(pack: Command): void {
  const docker = pack
    .command('docker')
    .description('Pack the application into a container image')
    .argument('[PATH]', 'Folder of the application', '.')
    .option('--name <NAME>', 'Application name (default: the package of the rockspec)')
    .option('--spec <FILE>', 'Rockspec to build by, where the folder has several')
    .option('--version <VERSION>', 'Version (default: git describe --tags --long)')
    .option('--suffix <SUFFIX>', 'Added to the version in the tag of the image')
    .option('--tag <TAG>', 'Tag of the image, may be repeated; excludes --version and --suffix', collect)
    .option('--filename <FILE>', 'Write the image into this file too')
    .addOption(
      new Option('--use <BUILDER>', 'Build on Dockerfile.cartridge with this program').choices([
        'auto',
        'docker',
        'podman',
        'buildah',
      ]),
    )
    .option('--use-docker', 'The same as --use auto')
    .option('--from <FILE>', 'Dockerfile of the base instead of Dockerfile.cartridge')
    .option('--build-from <FILE>', 'Dockerfile that rocks are built on instead of Dockerfile.build.cartridge')
    .option('--no-build', 'Build no rocks: the base brings them, or the folder .rocks')
    .option('--cache-from <IMAGE>', 'Use layers of this image, may be repeated', collect)
    .option('--no-cache', 'Use no layers of earlier builds')
    .option(
      '--tarantool-version <VERSION>',
      'Install this Tarantool on the bases (default: in tarantool.txt)',
    )
    .option('--sdk-path <FOLDER>', 'Take Tarantool from this SDK (default: TARANTOOL_SDK_PATH)')
    .option('--sdk-local', "Take Tarantool from this machine's SDK")
    .addHelpText(
      'after',
      '\nWithout --use the image holds the application alone and goes into the local cluster, which brings the runtime\n' +
        'for it. For other clusters it is built by docker, podman or buildah: rocks on Dockerfile.build.cartridge, the\n' +
        'image on Dockerfile.cartridge, and it goes where that program keeps its images. Options that say how to build\n' +
        'imply --use auto.',
    )
    .action(async (folder: string, options: PackDockerOptions, command: Command) => {
      refusePackageOptions(command);
      const { packImage } = await import('../../pack/pack-image.ts');
      await packImage({
        folder,
        name: options.name,
        spec: options.spec,
        tags: options.tag ?? [],
        version: options.version,
        suffix: options.suffix,
        archive: options.filename,
        build: chooseBuild(options),
      });
    });
  for (const flag of packageFlags)
    docker.addOption(new Option(`--${flag} <VALUE>`, 'For rpm and deb packages').hideHelp());
}

/** Flags of cartridge-cli for the packages it makes besides images. */
const packageFlags = [
  'deps',
  'deps-file',
  'preinst',
  'postinst',
  'unit-template',
  'instantiated-unit-template',
  'stateboard-unit-template',
  'unit-params-file',
];

function refusePackageOptions(command: Command): void {
  const wrong = command.options.find(
    option =>
      packageFlags.includes(option.name()) && command.getOptionValue(option.attributeName()) !== undefined,
  );
  if (wrong !== undefined)
    throw new CliError(
      'INVALID_ARGUMENT',
      `${wrong.long} is for rpm and deb packages. Leave it out for an image`,
    );
}

function chooseBuild(options: PackDockerOptions): BuildChoice | undefined {
  const { use, useDocker, from, buildFrom, cacheFrom = [], build, cache } = options;
  const { tarantoolVersion: version, sdkPath, sdkLocal = false } = options;
  const implied = [useDocker, from, buildFrom, version, sdkPath].some(value => value !== undefined);
  const builder = use ?? (implied || sdkLocal || !build || cacheFrom.length > 0 ? 'auto' : undefined);
  if (builder === undefined) return undefined;
  if (!build && buildFrom !== undefined)
    throw new CliError('INVALID_ARGUMENT', '--build-from is for building rocks: leave out --no-build');
  const tarantool = { version, sdkPath, sdkLocal };
  return { builder, from, buildFrom, buildsRocks: build, noCache: !cache, cacheFrom, tarantool };
}

function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}
