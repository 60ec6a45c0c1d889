import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** A path in the checkout: the command runs from it, bundled or not, and reads charts, templates and dist. */
export function projectPath(...parts: string[]): string {
  return path.join(findProjectFolder(), ...parts);
}

let projectFolder: string | undefined;

function findProjectFolder(): string {
  if (projectFolder !== undefined) return projectFolder;
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package-lock.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`No package-lock.json above ${fileURLToPath(import.meta.url)}`);
    folder = parent;
  }
  projectFolder = folder;
  return folder;
}
