import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A path in the checkout or in the installed npm package, which has the same folders (scripts/package/contents.ts): the
 * command runs from it, bundled or not, and reads charts, templates and dist.
 */
export function projectPath(...parts: string[]): string {
  return path.join(findProjectFolder(), ...parts);
}

/** What to do where a file of the project is missing. */
export function restoreAdvice(): string {
  if (isCheckout()) return `Run \`npm run build\` in ${projectPath()}`;
  return `Install the npm package ${readManifest().name} again`;
}

/** npm leaves the lock file out of every package. */
export function isCheckout(): boolean {
  return existsSync(projectPath('package-lock.json'));
}

/** package.json of the checkout or of the installed package. */
export function readManifest(): { name: string; version: string } {
  return JSON.parse(readFileSync(projectPath('package.json'), 'utf8'));
}

let projectFolder: string | undefined;

function findProjectFolder(): string {
  if (projectFolder !== undefined) return projectFolder;
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'charts/tarantool-operator/Chart.yaml'))) {
    const parent = path.dirname(folder);
    if (parent === folder)
      throw new Error(`No folder above ${fileURLToPath(import.meta.url)} holds charts/tarantool-operator`);
    folder = parent;
  }
  projectFolder = folder;
  return folder;
}
