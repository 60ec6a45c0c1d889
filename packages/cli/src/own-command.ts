import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { projectPath } from './project-folder.ts';
import { shellWord } from './shell-word.ts';
import { findOnPath } from './tools/find-on-path.ts';

interface Start {
  /** PATH of the person's shell, with what npm puts in front of it */
  searchPath: string;
  /** folder of the person's shell */
  folder: string;
  /** the checkout, or the folder of the installed npm package */
  project: string;
}

/** How a person calls this program again, for messages: `cartridge` works only where it is installed. */
export function ownCommand(): string {
  return nameCommand({
    searchPath: process.env.PATH ?? '',
    // npm changes to the folder of package.json.
    folder: process.env.INIT_CWD ?? process.cwd(),
    project: projectPath(),
  });
}

export function nameCommand({ searchPath, folder, project }: Start): string {
  const program = path.join(project, 'packages/cli/bin/cartridge.js');
  const ofShell = searchPath.split(path.delimiter).filter(part => !isAddedByNpm(part));
  const installed = findOnPath('cartridge', ofShell.join(path.delimiter));
  if (installed !== undefined && realPath(installed) === realPath(program)) return 'cartridge';
  if (findsByNpx(folder, program)) return 'npx cartridge';
  return `node ${shellWord(program)}`;
}

/**
 * npx takes the command from the nearest folder above that has it, and from a package of that name at the registry, which
 * is another program, where none has it. Source: libnpmexec, lib/file-exists.js.
 */
function findsByNpx(folder: string, program: string): boolean {
  for (let above = realPath(folder); ; above = path.dirname(above)) {
    const command = path.join(above, 'node_modules/.bin/cartridge');
    if (existsSync(command)) return realPath(command) === realPath(program);
    if (above === path.dirname(above)) return false;
  }
}

function isAddedByNpm(part: string): boolean {
  return /[\\/]node_modules[\\/]\.bin$|[\\/]node-gyp-bin$/.test(part);
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
