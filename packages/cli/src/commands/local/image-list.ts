import type { Command } from 'commander';
import { type OutputFormat, outputOption } from '../options.ts';

export function addLocalImageListCommand(image: Command): void {
  image
    .command('list')
    .description('List the images of the local cluster')
    .addOption(outputOption())
    .action(async (options: { output: OutputFormat }) => {
      const { listImages } = await import('../../local/images.ts');
      await listImages(options.output);
    });
}
