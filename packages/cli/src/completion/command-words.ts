import type { Command } from 'commander';

export interface CommandWords {
  /** The words that lead to the command, without the program: `local up`. Empty for the program itself. */
  path: string;
  subcommands: { name: string; description: string }[];
  flags: { name: string; description: string }[];
}

/** What can follow each command, the program first. */
export function listCommands(command: Command, path: string[] = []): CommandWords[] {
  const subcommands = command.commands.map(subcommand => ({
    name: subcommand.name(),
    description: subcommand.description(),
  }));
  const flags = command.options
    .filter(option => !option.hidden && option.long != null)
    .map(option => ({ name: String(option.long), description: option.description }));
  const words = {
    path: path.join(' '),
    subcommands,
    flags: [...flags, { name: '--help', description: 'Print help' }],
  };
  return [words, ...command.commands.flatMap(sub => listCommands(sub, [...path, sub.name()]))];
}
