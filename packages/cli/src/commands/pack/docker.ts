import { type Command, Option } from 'commander';
import type { BuilderName } from '../../pack/image-builder.ts';

interface PackDockerOptions {
  name?: string;
  version?: string;
  suffix?: string;
  tag?: string[];
  filename?: string;
  use?: BuilderName | 'auto';
  from?: string;
  cache: boolean;
}

export function addPackDockerCommand(pack: Command): void {
  pack
    .command('docker')
    .description('Pack the application into a container image')
    .argument('[PATH]', 'Folder of the application', '.')
    .option('--name <NAME>', 'Application name (default: the package of the rockspec)')
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
    .option('--from <FILE>', 'Dockerfile of the base instead of Dockerfile.cartridge; implies --use auto')
    .option('--no-cache', 'Build without the layers of earlier builds')
    .addHelpText(
      'after',
      '\nWithout --use or --from the image holds the application alone and goes into the local cluster, which brings\n' +
        'the runtime for it. For other clusters it is built by docker, podman or buildah on Dockerfile.cartridge, whose\n' +
        'image has to bring Tarantool and Cartridge, and goes where that program keeps its images.',
    )
    .action(async (folder: string, options: PackDockerOptions) => {
      const { packImage } = await import('../../pack/pack-image.ts');
      await packImage({
        folder,
        name: options.name,
        tags: options.tag ?? [],
        version: options.version,
        suffix: options.suffix,
        archive: options.filename,
        builder: options.use,
        from: options.from,
        noCache: !options.cache,
      });
    });
}

function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}
