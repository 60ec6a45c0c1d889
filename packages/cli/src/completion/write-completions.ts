import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { bashScript } from './bash-script.ts';
import { listCommands } from './command-words.ts';
import { zshScript } from './zsh-script.ts';

/** Writes the scripts; a file that is undefined is left out. */
export function writeCompletions(options: {
  program: Command;
  bashFile: string | undefined;
  zshFile: string | undefined;
}): void {
  const commands = listCommands(options.program);
  if (options.bashFile !== undefined) write(options.bashFile, bashScript(commands));
  if (options.zshFile !== undefined) write(options.zshFile, zshScript(commands));
}

function write(file: string, content: string): void {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  writeFileSync(file, content);
}
