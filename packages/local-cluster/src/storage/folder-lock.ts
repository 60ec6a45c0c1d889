import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StateFolderError } from './state-folder-error.ts';

/** Keeps a second process out of the folder. A lock whose process is gone (crash, reboot) is taken over. */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock');
  const mine = identity(process.pid) ?? String(process.pid);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(path, `${process.pid}\n${mine}\n`, { flag: 'wx', mode: 0o600 });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(folder, error);
      const holder = runningHolder(path);
      if (holder !== undefined) throw inUse(folder, holder);
      rmSync(path, { force: true });
    }
  }
  throw inUse(folder, undefined);
}

function runningHolder(path: string): number | undefined {
  const [pid, held] = readFileSync(path, 'utf8').split('\n');
  const number = Number(pid);
  if (!Number.isInteger(number) || number <= 0) return undefined;
  const now = identity(number);
  return now !== undefined && now === held ? number : undefined;
}

/** Process ids are used again after a reboot, so the start time is part of the identity where it can be read. */
function identity(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A killed process that nobody has waited for yet is still listed, and holds nothing.
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${pid} ${fields[19]}`;
  } catch {
    return String(pid);
  }
}

function inUse(folder: string, holder: number | undefined): StateFolderError {
  const who = holder === undefined ? 'another process' : `process ${holder}`;
  return new StateFolderError({
    code: 'InUse',
    folder,
    message: `The state folder ${folder} is in use by ${who}: stop that local cluster first, or choose another folder`,
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
