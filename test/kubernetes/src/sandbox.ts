import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { createControlGroups, removeControlGroups } from './control-groups.ts';
import { binaries, state } from './folders.ts';
import { pollUntil } from './poll-until.ts';

/**
 * The whole cluster lives in one network, mount and process namespace held by one process.
 * Ending that process ends every other one in it, and takes mounts, bridges and packet filters along:
 * nothing can be left behind on the machine but the state folder and the control groups, removed here.
 */
export const nodeAddress = '10.123.77.2';
const hostAddress = '10.123.77.1';
const hostLink = 'cartridge-test0';
const holderFile = join(state, 'holder.pid');

export function runningHolder(): number | undefined {
  if (!existsSync(holderFile)) return undefined;
  const [pid, started] = readFileSync(holderFile, 'utf8').trim().split(' ');
  return pid !== undefined && started === startTime(Number(pid)) ? Number(pid) : undefined;
}

export async function openSandbox(): Promise<void> {
  await mkdir(join(state, 'logs'), { recursive: true });
  const log = openSync(join(state, 'logs', 'holder.log'), 'a');
  const child = spawn(
    'unshare',
    [
      '--net',
      '--mount',
      '--pid',
      '--fork',
      '--mount-proc',
      '--kill-child',
      '--propagation',
      'private',
      join(binaries, 'pause'),
    ],
    { detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  child.unref();
  if (child.pid === undefined) throw new Error('unshare did not start: is this Linux, and are you root?');
  const unsharePid = child.pid;
  const holder = await pollUntil('the namespaces are open', 10_000, () => firstChild(unsharePid));
  await writeFile(holderFile, `${holder} ${startTime(holder)}\n`);
  await createControlGroups();
  await connectNetwork(holder);
  // Volumes mounted by the kubelet must be seen by containers, and by nobody outside.
  await inside(['mount', '--make-rshared', '/']);
}

/** Runs a command in the sandbox and waits for it. */
export async function inside(
  command: string[],
  options: { input?: string; env?: Record<string, string>; reject?: boolean } = {},
) {
  return execa('nsenter', [...enter(), ...command], options);
}

/** Runs a program of the machine, with the machine's files, in the sandbox's network. */
export async function insideNetwork(command: string[]) {
  return execa('nsenter', ['--target', holder(), '--net', '--', ...command]);
}

/** Starts a long-running program in the sandbox, its output in logs/NAME.log. */
export function startInside(name: string, command: string[], env: Record<string, string> = {}): void {
  const log = openSync(join(state, 'logs', `${name}.log`), 'a');
  const child = spawn('nsenter', [...enter(), ...command], {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...env },
  });
  closeSync(log);
  child.unref();
}

/** The last line of every log: where a start that failed says why. */
export async function lastWords(): Promise<string> {
  const folder = join(state, 'logs');
  const lines = (await readdir(folder)).map(file => {
    const last = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n').at(-1);
    return `${file}: ${last}`;
  });
  return lines.join('\n');
}

export async function closeSandbox(): Promise<void> {
  const holder = runningHolder();
  if (holder !== undefined) {
    process.kill(holder, 'SIGKILL');
    await pollUntil('the holder of the namespaces has ended', 20_000, () =>
      runningHolder() ? undefined : true,
    );
  }
  await removeControlGroups();
  await pollUntil('the state folder is gone', 20_000, () =>
    rm(state, { recursive: true, force: true }).then(
      () => true,
      () => undefined,
    ),
  );
}

function enter(): string[] {
  return ['--target', holder(), '--net', '--mount', '--pid', '--'];
}

function holder(): string {
  const pid = runningHolder();
  if (pid === undefined)
    throw new Error('The cluster is not running: start it with `npm run kubernetes -- up`');
  return String(pid);
}

async function connectNetwork(holder: number): Promise<void> {
  await execa('ip', ['link', 'del', hostLink], { reject: false });
  await execa('ip', [
    'link',
    'add',
    hostLink,
    'type',
    'veth',
    'peer',
    'name',
    'eth0',
    'netns',
    String(holder),
  ]);
  await execa('ip', ['addr', 'add', `${hostAddress}/30`, 'dev', hostLink]);
  await execa('ip', ['link', 'set', hostLink, 'up']);
  await inside(['ip', 'link', 'set', 'lo', 'up']);
  await inside(['ip', 'addr', 'add', `${nodeAddress}/30`, 'dev', 'eth0']);
  await inside(['ip', 'link', 'set', 'eth0', 'up']);
  // kube-proxy and the kubelet look for a default route; nothing answers on it.
  await inside(['ip', 'route', 'add', 'default', 'via', hostAddress]);
  await inside(['sysctl', '-qw', 'net.ipv4.ip_forward=1']);
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
