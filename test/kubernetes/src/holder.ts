import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { binaries, clusterName, state } from './folders.ts';
import { pollUntil } from './poll-until.ts';

/** The process that holds the cluster's network, mount and process namespace: its end is the end of all in them. */
const holderFile = join(state, 'holder.pid');

export function runningHolder(folder: string = state): number | undefined {
  const file = join(folder, 'holder.pid');
  if (!existsSync(file)) return undefined;
  const [pid, started] = readFileSync(file, 'utf8').trim().split(' ');
  return pid !== undefined && started === startTime(Number(pid)) ? Number(pid) : undefined;
}

/** How long a cluster stays: until it is brought down, or at most as long as this process, however that ends. */
export type Lifetime = 'until down' | 'as this process';

/**
 * Becomes the holder. Its companion, in the namespaces too, reads from a pipe that nobody writes to: it reads on when the
 * other end is closed, which the kernel does when the process with that end is gone, and ends the holder. Again and
 * again, as a first process of its namespace that does not listen yet hears nothing.
 */
const holdWhileConnected = `
exec 3<&0 </dev/null
{ cat <&3; while kill 1; do sleep 0.1; done; } &
exec "$0" 3<&-
`;

export async function startHolder(lifetime: Lifetime): Promise<number> {
  const namespaces = ['--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child'];
  const pause = join(binaries, 'pause');
  const bound = lifetime === 'as this process';
  const child = startDetached({
    name: 'holder',
    command: [
      'unshare',
      ...namespaces,
      ...['--propagation', 'private'],
      ...(bound ? ['sh', '-c', holdWhileConnected, pause] : [pause]),
    ],
    input: bound ? 'pipe' : 'ignore',
  });
  if (child.pid === undefined) throw new Error('unshare did not start: is this Linux, and are you root?');
  const unsharePid = child.pid;
  const holder = await pollUntil('the namespaces are open', 10_000, () => firstChild(unsharePid));
  await writeFile(holderFile, `${holder} ${startTime(holder)}\n`);
  return holder;
}

export async function endHolder(folder: string): Promise<void> {
  const holder = runningHolder(folder);
  if (holder === undefined) return;
  process.kill(holder, 'SIGKILL');
  await pollUntil('the holder of the namespaces has ended', 20_000, () =>
    runningHolder(folder) ? undefined : true,
  );
}

/** Runs a command in the cluster's namespaces and waits for it. */
export async function inside(
  command: string[],
  options: { input?: string; env?: Record<string, string>; reject?: boolean } = {},
) {
  return execa('nsenter', [...enter(), ...command], options);
}

/** Runs a program of the machine, with the machine's files, in the cluster's network. */
export async function insideNetwork(command: string[]) {
  return execa('nsenter', ['--target', requireHolder(), '--net', '--', ...command]);
}

/** Starts a long-running program in the cluster's namespaces, its output in logs/NAME.log. */
export function startInside(name: string, command: string[]): void {
  startDetached({ name, command: ['nsenter', ...enter(), ...command], input: 'ignore' });
}

/** Neither the process nor the pipe to it keeps this one from ending. */
function startDetached(options: { name: string; command: string[]; input: 'ignore' | 'pipe' }): ChildProcess {
  const { name, command, input } = options;
  const [program = '', ...args] = command;
  const log = openSync(join(state, 'logs', `${name}.log`), 'a');
  const child = spawn(program, args, { detached: true, stdio: [input, log, log] });
  closeSync(log);
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  return child;
}

function enter(): string[] {
  return ['--target', requireHolder(), '--net', '--mount', '--pid', '--'];
}

function requireHolder(): string {
  const pid = runningHolder();
  if (pid !== undefined) return String(pid);
  throw new Error(
    `The cluster is not running: start it with \`npm run kubernetes -- up --name ${clusterName}\``,
  );
}

function firstChild(pid: number): number | undefined {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? undefined : Number(children.split(' ')[0]);
}

/** Field 22 of /proc/PID/stat tells a process from a later one with the same number. */
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie is as good as gone.
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
