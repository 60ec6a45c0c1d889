import type { Command } from 'commander';
import { type OutputFormat, outputOption } from '../options.ts';

export function addLocalStatusCommand(local: Command): void {
  local
    .command('status')
    .description('Show whether the local cluster runs and what is in it (exit code 3: it does not run)')
    .addOption(outputOption())
    .action(async (options: { output: OutputFormat }) => {
      const { showStatus } = await import('../../local/show-status.ts');
      process.exitCode = await showStatus(options.output);
    });
}
