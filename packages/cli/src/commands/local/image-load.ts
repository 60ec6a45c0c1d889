import type { Command } from 'commander';

export function addLocalImageLoadCommand(image: Command): void {
  image
    .command('load')
    .description('Load images into the local cluster')
    .argument('<FILE...>', 'Archives or folders in OCI image layout')
    .action(async (files: string[]) => {
      const { loadImages } = await import('../../local/images.ts');
      await loadImages(files);
    });
}
