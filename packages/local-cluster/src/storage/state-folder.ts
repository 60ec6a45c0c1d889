import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { damagedFile, StateFolderError } from '../errors/state-folder-error.ts';
import { decodeRecords, encodeRecord, formatVersion, type StateRecord } from './record-format.ts';

/**
 * Files of the state: `N.snapshot` holds every object at one moment, `N.log` what changed since. Compaction
 * writes the next pair and then removes the old one, so at every moment one whole pair is on disk.
 */
export interface LoadedState {
  generation: number;
  records: StateRecord[];
  /** where the log goes on; what stood behind was torn off by a crash */
  logBytes: number;
  snapshotBytes: number;
}

export function loadState(folder: string): LoadedState {
  const generations = readdirSync(folder)
    .map(file => /^(\d+)\.(snapshot|log)$/.exec(file)?.[1])
    .filter(text => text !== undefined)
    .map(Number);
  if (generations.length === 0) return { generation: 0, records: [], logBytes: 0, snapshotBytes: 0 };
  const generation = Math.max(...generations);
  const snapshot = readState(folder, generation, 'snapshot');
  if (snapshot && snapshot.records.at(-1)?.op !== 'end')
    throw damagedFile(folder, snapshotName(generation), 'its end is missing');
  if (!snapshot && generation > 0) throw damagedFile(folder, snapshotName(generation), 'it is missing');
  const log = readState(folder, generation, 'log');
  return {
    generation,
    records: [...(snapshot?.records ?? []), ...(log?.records ?? [])],
    logBytes: log?.validBytes ?? 0,
    snapshotBytes: snapshot?.validBytes ?? 0,
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
  if (content.length === 0 && kind === 'log') return undefined;
  const decoded = decodeRecords(content);
  if (decoded.damagedAtByte !== undefined)
    throw damagedFile(folder, file, `at byte ${decoded.damagedAtByte}`);
  checkHeader({
    folder,
    file,
    header: decoded.records.shift(),
    isEmptyLog: kind === 'log' && decoded.validBytes === 0,
  });
  return decoded;
}

function checkHeader(file: {
  folder: string;
  file: string;
  header: StateRecord | undefined;
  isEmptyLog: boolean;
}): void {
  const { folder, header } = file;
  if (file.isEmptyLog) return;
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

export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
