import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const roundMilliseconds = 200;
/** Rounds in which the builder runs nothing: it is between two steps, or its containers are elsewhere. */
const idleRounds = 5;

/**
 * Ends a build so that nothing of it is left. podman that is killed itself leaves its container, and what runs in it;
 * when the process it runs the container by is ended, the build fails, and clears up as any that fails.
 */
export function endBuilder(child: ChildProcess): void {
  let idle = 0;
  const round = setInterval(() => {
    if (child.exitCode !== null || child.signalCode !== null) return clearInterval(round);
    const children = listChildren(Number(child.pid));
    for (const runner of children) end(runner);
    idle = children.length > 0 ? 0 : idle + 1;
    if (idle > idleRounds) child.kill('SIGTERM');
  }, roundMilliseconds);
}

/** On Linux: elsewhere the containers of podman are in a virtual machine. */
function listChildren(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .flatMap(task => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
      .filter(child => child !== '')
      .map(Number);
  } catch {
    return [];
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has ended meanwhile.
  }
}
