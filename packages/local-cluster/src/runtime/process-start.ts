import { readFileSync } from 'node:fs';

/**
 * When a process started, in clock ticks after boot: distinguishes it from a later process with the same id. Undefined
 * when there is no such process, or when it is a zombie, whose parent has not read its exit code yet.
 */
export function readProcessStart(pid: number): string | undefined {
  try {
    // The second field, the command in parentheses, may hold blanks: count from its end.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? undefined : fields[18];
  } catch {
    return undefined;
  }
}
