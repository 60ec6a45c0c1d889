import { Command, Option } from 'commander';
import { addCreateCommand } from './commands/create.ts';
import { addGenCompletionCommand } from './commands/gen/completion.ts';
import { addLocalDownCommand } from './commands/local/down.ts';
import { addLocalEnvCommand } from './commands/local/env.ts';
import { addLocalImageListCommand } from './commands/local/image-list.ts';
import { addLocalImageLoadCommand } from './commands/local/image-load.ts';
import { addLocalStatusCommand } from './commands/local/status.ts';
import { addLocalUpCommand } from './commands/local/up.ts';
import { addPackDockerCommand } from './commands/pack/docker.ts';
import { addOtherPackTypes } from './commands/pack/other-types.ts';
import { formatUsageError } from './commands/usage-error.ts';
import { addVersionCommand, versionLine } from './commands/version.ts';
import { setVerbosity } from './output/bullets.ts';

/**
 * The whole command tree. Commands import the work they do only when they run: a start costs what the
 * declarations here cost.
 */
export function buildProgram(): Command {
  const program = new Command('cartridge')
    .description('Tarantool Cartridge applications: create, pack and run them on Kubernetes')
    .version(versionLine(), '-v, --version', 'Print the version')
    .helpOption('-h, --help', 'Print help')
    .helpCommand('help [COMMAND]', 'Print help of a command')
    .configureHelp({ showGlobalOptions: true })
    // Without it `pack docker --version 1.2.3` would print the version of this program.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(`   ⨯ ${formatUsageError(text)}\n`) })
    .showSuggestionAfterError()
    .hook('preAction', (_, command) => setVerbosity(command.optsWithGlobals()));

  addCreateCommand(program);

  const pack = group(program, 'pack', 'Pack the application');
  addPackDockerCommand(pack);
  addOtherPackTypes(pack);

  const local = group(program, 'local', 'A Kubernetes cluster on this machine, with the application in it');
  addLocalUpCommand(local);
  addLocalStatusCommand(local);
  addLocalDownCommand(local);
  addLocalEnvCommand(local);
  const image = group(local, 'image', 'Images of the local cluster');
  addLocalImageListCommand(image);
  addLocalImageLoadCommand(image);

  const gen = group(program, 'gen', 'Generate files');
  addGenCompletionCommand(gen);

  addVersionCommand(program);
  addVerbosityOptions(program);
  return program;
}

/** Global flags may stand before and after the command's name; help shows them once, as the program's. */
function addVerbosityOptions(command: Command): void {
  const isProgram = command.parent === null;
  for (const [flag, description] of [
    ['--verbose', 'Print everything that is done'],
    ['--quiet', 'Print errors only'],
    ['--debug', 'Print everything and keep temporary files'],
  ] as const) {
    command.addOption(new Option(flag, description).hideHelp(!isProgram));
  }
  for (const child of command.commands) addVerbosityOptions(child);
}

function group(parent: Command, name: string, description: string): Command {
  return parent.command(name).description(description).helpCommand(false);
}
