import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { damagedReplaceableFile } from '../errors/state-folder-error.ts';
import { decodeRecords, encodeRecord } from './record-format.ts';
import { syncFolder } from './sync-folder.ts';

const fileName = 'journal';

/**
 * The generation whose log was begun last; undefined in a new folder, and in one of a release that wrote no mark. It
 * tells a log that was removed or emptied from one that no write has needed yet.
 */
export function readMark(folder: string): number | undefined {
  let content: Buffer;
  try {
    content = readFileSync(join(folder, fileName));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const [mark] = decodeRecords(content).records;
  if (mark?.op !== 'log')
    throw damagedReplaceableFile(folder, fileName, 'it does not name the generation of the log');
  return mark.generation;
}

/** After the log is on disk, before its first record is acknowledged. */
export function writeMark(folder: string, generation: number): void {
  const temporary = join(folder, `${fileName}.tmp`);
  const descriptor = openSync(temporary, 'w', 0o600);
  try {
    writeSync(descriptor, encodeRecord(JSON.stringify({ op: 'log', generation })));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(temporary, join(folder, fileName));
  syncFolder(folder);
}
