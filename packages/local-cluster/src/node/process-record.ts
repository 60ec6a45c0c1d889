import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readProcessStart } from '../runtime/process-start.ts';

interface ProcessRecord {
  pid: number;
  /** clock ticks after boot: tells a process from a later one with the same number */
  startTicks: string;
  /** path of this record: in a copy of a state folder it names a process of the original */
  file: string;
}

/** Remembers a container's process, so that it can be ended even when the node agent was killed. */
export function writeProcessRecord(file: string, pid: number): void {
  const record: ProcessRecord = { pid, startTicks: readProcessStart(pid) ?? '', file };
  writeFileSync(file, JSON.stringify(record));
}

/** A record that cannot be removed does no harm: no later process has the same number and the same start. */
export function removeProcessRecord(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}

/** Ends the process group of a recorded process if it is still the same one; returns whether it was. */
export function endRecordedProcess(file: string): boolean {
  const record = readRecord(file);
  removeProcessRecord(file);
  if (record?.file !== file || !record.startTicks || readProcessStart(record.pid) !== record.startTicks)
    return false;
  return killGroup(record.pid, 'SIGKILL');
}

/** Signals a whole process group; false when there is none. */
export function killGroup(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

function readRecord(file: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessRecord;
  } catch {
    return undefined;
  }
}
