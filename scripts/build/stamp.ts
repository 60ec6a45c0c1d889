// A stamp records what a target was made from. Times and sizes are compared first and contents only where
// they differ, so a fresh checkout of the same commit does not rebuild and a touched file costs one hash.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface Stamped {
  name: string;
  /** Values beside the input files that the output depends on, such as the commit. */
  salt: string;
  /** A file that is there once the target was built. */
  output: string;
}

interface Stamp {
  salt: string;
  inputs: Record<string, { mtimeMs: number; size: number; sha1: string }>;
}

const stampFolder = 'dist/.stamps';

export function isFresh(target: Stamped): boolean {
  const stamp = readStamp(target.name);
  if (stamp === undefined || stamp.salt !== target.salt || !existsSync(target.output)) return false;
  return Object.entries(stamp.inputs).every(([file, input]) => {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat === undefined) return false;
    if (stat.mtimeMs === input.mtimeMs && stat.size === input.size) return true;
    return stat.size === input.size && sha1(file) === input.sha1;
  });
}

export function writeStamp(target: Stamped, inputFiles: string[]): void {
  const inputs: Stamp['inputs'] = {};
  for (const file of inputFiles) {
    const { mtimeMs, size } = statSync(file);
    inputs[file] = { mtimeMs, size, sha1: sha1(file) };
  }
  mkdirSync(stampFolder, { recursive: true });
  writeFileSync(stampFile(target.name), JSON.stringify({ salt: target.salt, inputs } satisfies Stamp));
}

function readStamp(name: string): Stamp | undefined {
  try {
    return JSON.parse(readFileSync(stampFile(name), 'utf8')) as Stamp;
  } catch {
    return undefined;
  }
}

function stampFile(name: string): string {
  return path.join(stampFolder, `${name}.json`);
}

function sha1(file: string): string {
  return createHash('sha1').update(readFileSync(file)).digest('hex');
}
