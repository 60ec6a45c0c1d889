import { readFileSync } from 'node:fs';

/**
 * When a process started, in clock ticks after boot: tells it from a later one with the same id. Undefined when
 * there is none, or when it has ended and only nobody has asked for its exit code yet.
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
