import type { Command } from 'commander';

export function addLocalDownCommand(local: Command): void {
  local
    .command('down')
    .description('Stop the local cluster; the next `up` brings it back with its data')
    .option('--purge', 'Remove its data and images too')
    .action(async (options: { purge?: boolean }) => {
      const { takeDown } = await import('../../local/take-down.ts');
      await takeDown({ data: options.purge ? 'remove' : 'keep' });
    });
}
