import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Text files that may name the version of this project, relative to the root of the checkout. Read from the folder and not
 * from git: an unpacked source archive has no repository.
 */
export function listVersionedFiles(root: string): string[] {
  const ignored = readIgnoredNames(root);
  const list = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
      const file = join(folder, entry.name);
      if (entry.name.startsWith('.') || ignored.has(entry.name)) return [];
      if (entry.isDirectory()) return list(file);
      return entry.isFile() && mayNameVersion.test(entry.name) ? [relative(root, file)] : [];
    });
  return list(root);
}

const mayNameVersion = /\.(json|md|mjs|js|ts|tsx|tpl|txt|yaml|yml|sh)$|^Dockerfile/;

/** Folders with what programs have written. */
function readIgnoredNames(root: string): Set<string> {
  const lines = readFileSync(join(root, '.gitignore'), 'utf8').split('\n');
  return new Set(lines.filter(line => line.endsWith('/')).map(line => line.replaceAll('/', '')));
}
