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
  onFile(file: string): void;
}): void {
  const commands = listCommands(options.program);
  const scripts = [
    { file: options.bashFile, content: bashScript },
    { file: options.zshFile, content: zshScript },
  ];
  for (const { file, content } of scripts) {
    if (file === undefined) continue;
    write(file, content(commands));
    options.onFile(file);
  }
}

function write(file: string, content: string): void {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  writeFileSync(file, content);
}
