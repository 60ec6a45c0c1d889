import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process id may be reused; the id and the start time together identify one process. */
export interface ProcessIdentity {
  pid: number;
  startedAt: string;
}

export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startedAt = readStart(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return readStart(identity.pid) === identity.startedAt;
}

/** Clock ticks since boot on Linux, the date that ps prints elsewhere. A zombie counts as gone. */
function readStart(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
        encoding: 'utf8',
        stdio: 'pipe',
        // In a fixed zone and language: the text of one process must not change with summer time or travel.
        env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
      }).trim();
    }
    // The second field, the command in parentheses, may hold blanks: count from its end.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
