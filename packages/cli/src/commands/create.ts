import type { Command } from 'commander';

interface CreateOptions {
  name?: string;
  from?: string;
  template?: string;
}

export function addCreateCommand(program: Command): void {
  program
    .command('create')
    .description('Create an application')
    .argument('[PATH]', 'Folder in which the application folder is made', '.')
    .option('--name <NAME>', 'Application name (asked for when absent)')
    .option('--from <DIR>', 'Folder with a template of your own')
    .option('--template <NAME>', 'Name of a built-in template: cartridge')
    .action(async (parentFolder: string, options: CreateOptions) => {
      const { createApplication } = await import('../create/create-application.ts');
      const { askForName } = await import('../create/ask-for-name.ts');
      const { printDetail, printStep, printWarning } = await import('../output/bullets.ts');
      createApplication({
        name: options.name ?? (await askForName()),
        parentFolder,
        template: { folder: options.from, name: options.template },
        onStep: printStep,
        onWarning: printWarning,
        onFile: printDetail,
      });
    });
}
