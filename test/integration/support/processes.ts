import { readdir, readFile } from 'node:fs/promises';

export interface FoundProcess {
  pid: number;
  /** program and arguments, as the process list shows them */
  command: string;
}

/** Every process that names the folder in its command line or environment, except this one. Linux only. */
export async function processesOf(folder: string): Promise<FoundProcess[]> {
  return findProcesses(
    ({ command, environment }) =>
      command.includes(folder) || environment.some(variable => variable.includes(folder)),
  );
}

/** The process a pod's container runs as. */
export async function processOfPod(home: string, pod: string): Promise<FoundProcess> {
  const found = await findProcesses(
    ({ environment }) =>
      environment.includes(`HOSTNAME=${pod}`) &&
      environment.some(variable => variable.includes(`${home}/pods/`)),
  );
  if (found[0] === undefined || found.length > 1)
    throw new Error(`${found.length} processes of pod ${pod} in ${home}`);
  return found[0];
}

async function findProcesses(
  matches: (process: { command: string; environment: string[] }) => boolean,
): Promise<FoundProcess[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name)).map(Number);
  const all = await Promise.all(pids.filter(pid => pid !== process.pid).map(readProcess));
  return all.filter(matches).map(({ pid, command }) => ({ pid, command }));
}

async function readProcess(pid: number) {
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const [command, environment] = await Promise.all([read('cmdline'), read('environ')]);
  return { pid, command: command.replaceAll('\0', ' '), environment: environment.split('\0') };
}
