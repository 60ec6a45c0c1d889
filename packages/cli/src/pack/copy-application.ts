import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const neverPacked = ['.git', 'tmp', 'node_modules', 'cartridge.pre-build', 'cartridge.post-build'];

/**
 * Copies what belongs to the application: the files git knows or would take, and its rocks if they were built here.
 * Everything becomes readable for the image's user.
 */
export function copyApplication(options: {
  source: string;
  target: string;
  onWarning(text: string): void;
  onFile(file: string): void;
}): void {
  const { source, target, onWarning, onFile } = options;
  for (const hook of ['cartridge.pre-build', 'cartridge.post-build']) {
    if (hasCommands(path.join(source, hook)))
      onWarning(`${hook} is not run: nothing is built without Docker`);
  }
  mkdirSync(target, { recursive: true });
  const files = listGitFiles(source) ?? readdirSync(source);
  for (const file of [...files, '.rocks']) {
    if (neverPacked.includes(file.split('/')[0] ?? '') || !isCopied(path.join(source, file))) continue;
    onFile(file);
    cpSync(path.join(source, file), path.join(target, file), { recursive: true, filter: isCopied });
  }
  makeReadable(target);
}

/** Undefined outside git. */
function listGitFiles(folder: string): string[] | undefined {
  try {
    const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
    const output = execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return output.split('\0').filter(file => file !== '');
  } catch {
    return undefined;
  }
}

/** A file that git still lists may be deleted; sockets cannot be in an image. */
function isCopied(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() === true || stat?.isDirectory() === true;
}

function makeReadable(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { mode } = statSync(file);
    chmodSync(file, entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}

function hasCommands(file: string): boolean {
  if (!existsSync(file)) return false;
  return readFileSync(file, 'utf8')
    .split('\n')
    .some(line => line.trim() !== '' && !line.trim().startsWith('#'));
}
