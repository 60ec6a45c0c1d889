import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { StateFolderError } from '../errors/state-folder-error.ts';
import { readProcessStart } from '../runtime/process-start.ts';

export type FolderLock = { kind: 'got'; release: () => void } | { kind: 'held'; by: number };

/** Keeps a second process out of the folder. The error names the process that holds it, or why it cannot be used. */
export function lockFolder(folder: string): () => void {
  const lock = takeOrSayWhyNot(folder);
  if (lock.kind === 'held') throw inUse(folder, lock.by);
  return lock.release;
}

function takeOrSayWhyNot(folder: string): FolderLock {
  try {
    return takeFolderLock(folder);
  } catch (error) {
    throw unusable(folder, error);
  }
}

/**
 * Locks the folder for this process, or returns the id of the process that holds it. Throws the file system's errors. A
 * lock whose process is gone (crash, reboot) is taken over, by one process however many try at once: lock files are
 * numbered, and each take-over makes the next number. The file with the highest number names the process that holds the
 * folder; it is never removed before a higher one exists.
 */
export function takeFolderLock(folder: string): FolderLock {
  const draft = join(folder, `lock.${process.pid}.draft`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(draft, holderText(folder), { mode: 0o600 });
    for (;;) {
      const last = lastLock(folder);
      const holder = runningHolder(folder, last);
      if (holder !== undefined) return { kind: 'held', by: holder };
      if (!claim(folder, draft, last + 1)) continue;
      // A slow process may have claimed a number that is no longer the highest.
      if (lastLock(folder) === last + 1) {
        removeLocksBefore(folder, last + 1);
        return { kind: 'got', release: () => release(folder, last + 1) };
      }
      rmSync(lockFile(folder, last + 1), { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

interface Holder {
  pid: number;
  /** absent on systems where it cannot be read; the id alone identifies the process there */
  start?: string;
  /** the folder's inode: a lock in a copy of the folder is not valid, as its process uses the original */
  folder: number;
}

function holderText(folder: string): string {
  const holder: Holder = {
    pid: process.pid,
    start: readProcessStart(process.pid),
    folder: statSync(folder).ino,
  };
  return JSON.stringify(holder);
}

function lockFile(folder: string, number: number): string {
  return join(folder, `lock.${number}`);
}

function locks(folder: string): number[] {
  return readdirSync(folder).flatMap(name => Number(/^lock\.(\d+)$/.exec(name)?.[1] ?? []));
}

function lastLock(folder: string): number {
  return Math.max(0, ...locks(folder));
}

/** A link has its whole content from the start, and fails when another process was faster. */
function claim(folder: string, draft: string, number: number): boolean {
  try {
    linkSync(draft, lockFile(folder, number));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function removeLocksBefore(folder: string, number: number): void {
  for (const past of locks(folder).filter(found => found < number))
    rmSync(lockFile(folder, past), { force: true });
}

function release(folder: string, number: number): void {
  const free = join(folder, `lock.${process.pid}.draft`);
  try {
    writeFileSync(free, '{}', { mode: 0o600 });
    renameSync(free, lockFile(folder, number));
  } catch {
    // The disk is full or the folder is gone: the lock is free anyway when this process ends.
    rmSync(free, { force: true });
  }
}

function runningHolder(folder: string, number: number): number | undefined {
  const { pid, start, folder: inode } = readHolder(lockFile(folder, number));
  if (pid === undefined || inode !== statSync(folder).ino) return undefined;
  const now = readProcessStart(pid);
  if (now !== undefined || start !== undefined) return now === start ? pid : undefined;
  return isListed(pid) ? pid : undefined;
}

function readHolder(file: string): Partial<Holder> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

function isListed(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function inUse(folder: string, holder: number): StateFolderError {
  return new StateFolderError({
    code: 'InUse',
    folder,
    message: `The state folder ${folder} is in use by process ${holder}: stop that local cluster first, or choose another folder`,
  });
}

function unusable(folder: string, cause: unknown): StateFolderError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new StateFolderError({
    code: 'Unusable',
    folder,
    message: `The state folder ${folder} cannot be written (${why}): check its permissions and free space`,
    cause,
  });
}
