import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { damagedFile, StateFolderError } from '../errors/state-folder-error.ts';
import { readMark } from './journal-mark.ts';
import { decodeRecords, encodeRecord, formatVersion, type StateRecord } from './record-format.ts';
import { syncFolder } from './sync-folder.ts';

/**
 * Files of the state: `N.snapshot` holds every object at one moment, `N.log` what changed since. Compaction
 * writes the next pair and then removes the old one, so at every moment one whole pair is on disk. `journal` is the mark that
 * tells whether a log has to be there.
 */
export interface LoadedState {
  generation: number;
  records: StateRecord[];
  /** where the log goes on; what stood behind was torn off by a crash */
  logBytes: number;
  snapshotBytes: number;
  /** see readMark */
  mark: number | undefined;
}

/** Refuses what is damaged or missing: an empty cluster starts in a new folder only. */
export function loadState(folder: string): LoadedState {
  const mark = readMark(folder);
  const generations = readdirSync(folder)
    .map(file => /^(\d+)\.(snapshot|log)$/.exec(file)?.[1])
    .filter(text => text !== undefined)
    .map(Number);
  if (generations.length === 0 && mark === undefined)
    return { generation: 0, records: [], logBytes: 0, snapshotBytes: 0, mark };
  const generation = Math.max(...generations, mark ?? 0);
  const snapshot = readState(folder, generation, 'snapshot');
  if (snapshot && snapshot.records.at(-1)?.op !== 'end')
    throw damagedFile(folder, snapshotName(generation), 'its end is missing');
  if (!snapshot && generation > 0) throw damagedFile(folder, snapshotName(generation), 'it is missing');
  const log = readState(folder, generation, 'log');
  if (mark === generation && !log) throw damagedFile(folder, logName(generation), 'it is missing or empty');
  return {
    generation,
    records: [...(snapshot?.records ?? []), ...(log?.records ?? [])],
    logBytes: log?.validBytes ?? 0,
    snapshotBytes: snapshot?.validBytes ?? 0,
    mark,
  };
}

function readState(folder: string, generation: number, kind: 'snapshot' | 'log') {
  const file = `${generation}.${kind}`;
  let content: Buffer;
  try {
    content = readFileSync(join(folder, file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  // The process ended while it began the log: nothing in it was acknowledged.
  if (kind === 'log' && content.length < headerLine().length && headerLine().startsWith(content.toString()))
    return undefined;
  const decoded = decodeRecords(content);
  if (decoded.damagedAtByte !== undefined)
    throw damagedFile(folder, file, `at byte ${decoded.damagedAtByte}`);
  checkHeader({ folder, file, header: decoded.records.shift() });
  return decoded;
}

function checkHeader(file: { folder: string; file: string; header: StateRecord | undefined }): void {
  const { folder, header } = file;
  if (header?.op !== 'header') throw damagedFile(folder, file.file, 'it does not begin as a state file does');
  if (header.version > formatVersion)
    throw new StateFolderError({
      code: 'NewerVersion',
      folder,
      message: `The state in ${folder} was written by a newer version (format ${header.version}, this one reads up to ${formatVersion}). Nothing was changed: update, or choose another folder`,
    });
}

export function logName(generation: number): string {
  return `${generation}.log`;
}

function snapshotName(generation: number): string {
  return `${generation}.snapshot`;
}

export function headerLine(): string {
  return encodeRecord(
    JSON.stringify({ op: 'header', format: 'cartridge-local-cluster', version: formatVersion }),
  );
}

/** Writes the next generation's snapshot so that it is either whole or not there. Returns its size in bytes. */
export function writeSnapshot(folder: string, generation: number, lines: string[]): number {
  const text = headerLine() + lines.join('');
  const temporary = join(folder, `${snapshotName(generation)}.tmp`);
  writeFileSync(temporary, text, { mode: 0o600, flush: true });
  renameSync(temporary, join(folder, snapshotName(generation)));
  syncFolder(folder);
  return Buffer.byteLength(text);
}

export function removeGeneration(folder: string, generation: number): void {
  rmSync(join(folder, snapshotName(generation)), { force: true });
  rmSync(join(folder, logName(generation)), { force: true });
}
