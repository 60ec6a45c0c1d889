import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const roundMilliseconds = 200;
/** Rounds in which the builder runs nothing: it is between two steps, or its containers are elsewhere. */
const idleRounds = 5;

/**
 * Ends a build so that nothing of it is left. A killed podman leaves its container and the processes in it. If instead
 * the process by which podman runs the container is ended, the build fails, and podman removes the container.
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
    // The process has ended meanwhile.
  }
}
