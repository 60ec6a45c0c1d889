import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** The first executable file of that name. */
export function findOnPath(name: string, searchPath: string): string | undefined {
  const extensions = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  return searchPath
    .split(path.delimiter)
    .filter(folder => folder !== '')
    .flatMap(folder => extensions.map(extension => path.join(folder, name + extension)))
    .find(isExecutableFile);
}

function isExecutableFile(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
