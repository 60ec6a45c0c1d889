import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { runGit } from '../git.ts';
import { hookNames } from './project.ts';

// A .dockerignore would decide what gets into the image where cartridge-cli knows none.
const neverPacked = ['.git', 'tmp', 'node_modules', '.dockerignore', '.containerignore', ...hookNames];

export interface CopyApplication {
  source: string;
  target: string;
  /** The rocks that were built in the application's folder. */
  rocks: 'taken' | 'left out';
  onWarning(text: string): void;
  onFile(file: string): void;
}

/**
 * Copies what belongs to the application: the files git knows or would take, and its rocks if they are wanted.
 * Everything becomes readable for the image's user.
 */
export function copyApplication(options: CopyApplication): void {
  const { source, target, rocks, onWarning, onFile } = options;
  const known = listGitFiles(source);
  if (known === undefined)
    onWarning(`${source} is not under git: files that git would ignore are packed too`);
  mkdirSync(target, { recursive: true });
  const files = (known ?? readdirSync(source)).filter(file => !isBelow(file, '.rocks'));
  if (rocks === 'taken') files.push('.rocks');
  for (const file of files) {
    if (neverPacked.some(name => isBelow(file, name)) || !isCopied(path.join(source, file))) continue;
    onFile(file);
    cpSync(path.join(source, file), path.join(target, file), {
      recursive: true,
      verbatimSymlinks: true,
      filter: isCopied,
    });
  }
  makeReadable(target);
}

/**
 * Undefined outside git, and in a folder that the repository around it ignores, such as one in node_modules. What is a
 * repository of its own, a submodule mostly, is asked itself.
 */
function listGitFiles(folder: string): string[] | undefined {
  try {
    const files = runGit(folder, 'ls-files', '--cached', '--others', '--exclude-standard', '-z')
      .split('\0')
      .filter(file => file !== '')
      .flatMap(file => (isFolder(path.join(folder, file)) ? listRepository(folder, file) : [file]));
    return files.length === 0 ? undefined : files;
  } catch {
    return undefined;
  }
}

function listRepository(folder: string, name: string): string[] {
  return (listGitFiles(path.join(folder, name)) ?? []).map(file => path.join(name, file));
}

function isFolder(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isBelow(file: string, name: string): boolean {
  return file === name || file.startsWith(`${name}/`);
}

/** A file that git still lists may be deleted; sockets cannot be in an image. */
function isCopied(file: string): boolean {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  return stat !== undefined && (stat.isFile() || stat.isDirectory() || stat.isSymbolicLink());
}

function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { mode } = statSync(file);
    chmodSync(file, entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}
