import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, posix, resolve } from 'node:path';

/** Folders in which nothing is written by hand. */
const generatedFolders = ['charts/tarantool-operator/crds', 'packages/local-cluster/fixtures/generated'];

const marker = /Generated from .* by `npm run generate`/;

/**
 * Files that were generated once and that no generator makes any more: all others of a folder that is generated
 * whole, and those beside generated files that say so in their first line. Paths are relative to the root.
 */
export function findOrphans({ root, made }: { root: string; made: readonly string[] }): string[] {
  const inFolders = generatedFolders.flatMap(folder => listFiles(root, folder, 'recursive'));
  const others = new Set(made.map(path => dirname(path)));
  const marked = [...others]
    .flatMap(folder => listFiles(root, folder, 'flat'))
    .filter(path => marker.test(firstLine(resolve(root, path))));
  return [...new Set([...inFolders, ...marked])].filter(path => !made.includes(path)).sort();
}

function listFiles(root: string, folder: string, depth: 'recursive' | 'flat'): string[] {
  // A folder whose first file is about to be written.
  if (!existsSync(resolve(root, folder))) return [];
  return readdirSync(resolve(root, folder), { recursive: depth === 'recursive', withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => posix.join(folder, entry.parentPath.slice(resolve(root, folder).length), entry.name));
}

function firstLine(file: string): string {
  const text = readFileSync(file, 'utf8');
  return text.slice(0, text.indexOf('\n'));
}
