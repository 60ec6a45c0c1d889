import { readFileSync, rmSync, writeFileSync } from 'node:fs';

interface ProcessRecord {
  pid: number;
  /** clock ticks after boot: tells a process from a later one with the same number */
  startTicks: string;
}

/** Remembers a container's process, so that it can be ended even when the node agent was killed. */
export function writeProcessRecord(file: string, pid: number): void {
  const record: ProcessRecord = { pid, startTicks: readStartTicks(pid) ?? '' };
  writeFileSync(file, JSON.stringify(record));
}

export function removeProcessRecord(file: string): void {
  rmSync(file, { force: true });
}

/** Ends the process group of a recorded process if it is still the same one; returns whether it was. */
export function endRecordedProcess(file: string): boolean {
  const record = readRecord(file);
  removeProcessRecord(file);
  if (!record?.startTicks || readStartTicks(record.pid) !== record.startTicks) return false;
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

function readStartTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended: only nobody has asked for its exit code yet.
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
