import { type Command, Option } from 'commander';
import type { Shell } from '../../local/print-environment.ts';
import { ownCommand } from '../../own-command.ts';

export function addLocalEnvCommand(local: Command): void {
  local
    .command('env')
    .description('Print shell lines that point kubectl and helm at the local cluster')
    .addOption(
      new Option('--shell <SHELL>', 'Shell that reads them')
        .choices(['sh', 'fish', 'powershell'])
        .default('sh'),
    )
    .addHelpText('after', () => `\nExample:\n  eval "$(${ownCommand()} local env)"`)
    .action(async (options: { shell: Shell }) => {
      const { printEnvironment } = await import('../../local/print-environment.ts');
      await printEnvironment(options.shell);
    });
}
