import type { Command } from 'commander';

interface PackDockerOptions {
  name?: string;
  version?: string;
  suffix?: string;
  tag?: string[];
  filename?: string;
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
    .option('--filename <FILE>', 'Write the image into this file, as an OCI archive')
    .addHelpText(
      'after',
      '\nThe image holds the application alone and goes into the local cluster, which brings the runtime for it.\n' +
        'An image with Tarantool in it, built by docker or podman on Dockerfile.cartridge, is not made yet.',
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
      });
    });
}

function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}
