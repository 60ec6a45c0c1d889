import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
  /** The state folder's inode: what a copy of the folder says of the original's processes means nothing. */
  folder: number;
}

export type Claim = { kind: 'claimed'; run: Run; leftover: Run | undefined } | { kind: 'taken'; by: Run };

/** Makes this process the one that runs the cluster of the state folder, unless another one lives. */
export function claimRun(state: StateFolder): Claim {
  const leftover = readRun(state);
  if (leftover !== undefined && isAlive(leftover.up)) return { kind: 'taken', by: leftover };
  rmSync(state.runFile, { force: true });

  const up = identifyProcess(process.pid);
  if (up === undefined) throw new Error('This process cannot be found in the process table');
  const run: Run = { version: 1, up, state: 'starting', startedAt: new Date().toISOString() };
  const draft = `${state.runFile}.${process.pid}`;
  writeDraft(draft, state, run);
  try {
    // A link, unlike a rename, fails when another process was faster.
    linkSync(draft, state.runFile);
    return { kind: 'claimed', run, leftover };
  } catch (error) {
    const winner = readRun(state);
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && winner !== undefined) {
      return { kind: 'taken', by: winner };
    }
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

export function updateRun(state: StateFolder, run: Run): void {
  const draft = `${state.runFile}.${process.pid}`;
  writeDraft(draft, state, run);
  renameSync(draft, state.runFile);
}

function writeDraft(draft: string, state: StateFolder, run: Run): void {
  const written: WrittenRun = { ...run, folder: inodeOf(state) };
  writeFileSync(draft, JSON.stringify(written), { mode: 0o600 });
}

function inodeOf(state: StateFolder): number {
  return statSync(state.folder).ino;
}

export function releaseRun(state: StateFolder): void {
  rmSync(state.runFile, { force: true });
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
    // A half-written file cannot come from us, files are moved into place: whatever it is, nobody runs by it.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
