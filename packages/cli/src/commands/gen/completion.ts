import type { Command } from 'commander';

interface CompletionOptions {
  bash: string;
  zsh: string;
  skipBash?: boolean;
  skipZsh?: boolean;
}

export function addGenCompletionCommand(gen: Command): void {
  gen
    .command('completion')
    .description('Generate completion scripts for bash and zsh')
    .option('--bash <FILE>', 'File for the bash script', 'completion/bash/cartridge')
    .option('--zsh <FILE>', 'File for the zsh script', 'completion/zsh/_cartridge')
    .option('--skip-bash', 'No script for bash')
    .option('--skip-zsh', 'No script for zsh')
    .action(async (options: CompletionOptions, command: Command) => {
      const { writeCompletions } = await import('../../completion/write-completions.ts');
      const { printStep } = await import('../../output/bullets.ts');
      writeCompletions({
        program: rootOf(command),
        bashFile: options.skipBash ? undefined : options.bash,
        zshFile: options.skipZsh ? undefined : options.zsh,
        onFile: file => printStep(`Generated ${file}`),
      });
    });
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}
