import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { takeFolderLock } from '@cartridge-on-kubernetes/local-cluster';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';
import type { StateFolder } from './state-folder.ts';

/** What a running `cartridge local up` tells the other commands. */
export interface Run {
  version: 1;
  /** The process of `local up`. */
  up: ProcessIdentity;
  /** The process of the local cluster, once started. */
  cluster?: ProcessIdentity;
  server?: string;
  kubeconfig?: string;
  url?: string;
  state: 'starting' | 'ready' | 'not ready';
  startedAt: string;
}

interface WrittenRun extends Run {
  /** The state folder's inode: a run file in a copy of the folder is not valid, as its processes use the original. */
  folder: number;
}

export type Claim =
  | { kind: 'claimed'; run: Run; leftover: Run | undefined; release: () => void }
  | { kind: 'taken'; by: Run };

/** Claims the state folder for this process, which then runs its cluster, unless another live process holds it. */
export function claimRun(state: StateFolder): Claim {
  const live = findLiveRun(state);
  if (live !== undefined) return { kind: 'taken', by: live };

  const up = identifyProcess(process.pid);
  if (up === undefined) throw new Error('This process cannot be found in the process table');
  const lock = takeFolderLock(state.lock);
  if (lock.kind === 'held')
    return { kind: 'taken', by: findLiveRun(state) ?? beginRun(asFarAsKnown(lock.by)) };
  const leftover = readRun(state);
  const run = beginRun(up);
  updateRun(state, run);
  const release = () => {
    forgetRun(state, run);
    lock.release();
  };
  return { kind: 'claimed', run, leftover, release };
}

/** The process may have ended since its id was read; its start is unknown then. */
function asFarAsKnown(pid: number): ProcessIdentity {
  return identifyProcess(pid) ?? { pid, startedAt: '' };
}

function beginRun(up: ProcessIdentity): Run {
  return { version: 1, up, state: 'starting', startedAt: new Date().toISOString() };
}

export function updateRun(state: StateFolder, run: Run): void {
  const draft = `${state.runFile}.${process.pid}`;
  const written: WrittenRun = { ...run, folder: inodeOf(state) };
  writeFileSync(draft, JSON.stringify(written), { mode: 0o600 });
  renameSync(draft, state.runFile);
}

function inodeOf(state: StateFolder): number {
  return statSync(state.folder).ino;
}

/** For a run whose process has ended; the run of a process that came after it stays. */
export function forgetRun(state: StateFolder, run: Run): void {
  const { pid, startedAt } = readRun(state)?.up ?? {};
  if (pid === run.up.pid && startedAt === run.up.startedAt) rmSync(state.runFile, { force: true });
}

/** The run that lives now. */
export function findLiveRun(state: StateFolder): Run | undefined {
  const run = readRun(state);
  return run !== undefined && isAlive(run.up) ? run : undefined;
}

export function readRun(state: StateFolder): Run | undefined {
  try {
    const { folder, ...run } = JSON.parse(readFileSync(state.runFile, 'utf8')) as WrittenRun;
    return run.version === 1 && folder === inodeOf(state) ? run : undefined;
  } catch (error) {
    // This program moves its files into place, so a half-written file is not its own: no `local up` runs by it.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
