import { realpathSync } from 'node:fs';
import path from 'node:path';
import { projectPath } from './project-folder.ts';
import { shellWord } from './shell-word.ts';
import { findOnPath } from './tools/find-on-path.ts';

interface Start {
  /** file that Node.js was started with */
  program: string;
  /** PATH of the person's shell, with what npm puts in front of it */
  searchPath: string;
  /** folder of the person's shell */
  folder: string;
  /** the checkout */
  project: string;
}

/** How a person calls this program again, for messages: `cartridge` works only where it is installed. */
export function ownCommand(): string {
  return nameCommand({
    program: process.argv[1] ?? '',
    searchPath: process.env.PATH ?? '',
    // npm changes to the folder of package.json.
    folder: process.env.INIT_CWD ?? process.cwd(),
    project: projectPath(),
  });
}

export function nameCommand({ program, searchPath, folder, project }: Start): string {
  const ofShell = searchPath.split(path.delimiter).filter(part => !isAddedByNpm(part));
  const installed = findOnPath('cartridge', ofShell.join(path.delimiter));
  if (installed !== undefined && realPath(installed) === realPath(program)) return 'cartridge';
  // npx looks for the command in the folders above, and elsewhere for a package of that name.
  if (isInside(realPath(folder), realPath(project))) return 'npx cartridge';
  return `node ${shellWord(path.join(project, 'packages/cli/bin/cartridge.js'))}`;
}

function isAddedByNpm(part: string): boolean {
  return /[\\/]node_modules[\\/]\.bin$|[\\/]node-gyp-bin$/.test(part);
}

function isInside(folder: string, parent: string): boolean {
  const relative = path.relative(parent, folder);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
