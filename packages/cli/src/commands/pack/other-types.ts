import type { Command } from 'commander';
import { CliError } from '../../errors.ts';
import { ownCommand } from '../../own-command.ts';

const packages = ['tgz', 'rpm', 'deb'];

/** Types of cartridge-cli that are not made here, and docker in any case. */
export function addOtherPackTypes(pack: Command): void {
  pack
    .usage('docker [options] [PATH]')
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (_, command: Command) => {
      const [type, ...rest] = command.args;
      if (type === undefined) command.help({ error: true });
      if (type.toLowerCase() === 'docker') {
        await command.parseAsync(['docker', ...rest], { from: 'user' });
        return;
      }
      const known = packages.includes(type.toLowerCase())
        ? `cartridge makes no ${type.toLowerCase()} packages`
        : `There is no package type "${type}"`;
      throw new CliError(
        'INVALID_ARGUMENT',
        `${known}. Use \`${ownCommand()} pack docker\`: images run on Kubernetes`,
      );
    });
}
