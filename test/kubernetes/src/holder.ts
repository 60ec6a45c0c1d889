import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
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

export async function startHolder(): Promise<number> {
  const namespaces = ['--net', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child'];
  const child = startDetached('holder', [
    'unshare',
    ...namespaces,
    ...['--propagation', 'private'],
    join(binaries, 'pause'),
  ]);
  if (child.pid === undefined) throw new Error('unshare did not start: is this Linux, and are you root?');
  const unsharePid = child.pid;
  const holder = await pollUntil('the namespaces are open', 10_000, () => firstChild(unsharePid));
  await writeFile(holderFile, `${holder} ${startTime(holder)}\n`);
  return holder;
}

export async function endHolder(): Promise<void> {
  const holder = runningHolder();
  if (holder === undefined) return;
  process.kill(holder, 'SIGKILL');
  await pollUntil('the holder of the namespaces has ended', 20_000, () =>
    runningHolder() ? undefined : true,
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
  startDetached(name, ['nsenter', ...enter(), ...command]);
}

function startDetached(name: string, [program = '', ...args]: string[]) {
  const log = openSync(join(state, 'logs', `${name}.log`), 'a');
  const child = spawn(program, args, { detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  child.unref();
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
