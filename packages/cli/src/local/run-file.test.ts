import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { identifyProcess } from './process-identity.ts';
import { type Claim, claimRun, findLiveRun, forgetRun, type Run, readRun, updateRun } from './run-file.ts';
import { locateStateFolder, type StateFolder } from './state-folder.ts';

type Claimed = Extract<Claim, { kind: 'claimed' }>;

let folder: string;
let state: StateFolder;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cartridge-run-'));
  state = locateStateFolder({ CARTRIDGE_LOCAL_HOME: folder });
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the first claim gets the folder, the second learns who has it', () => {
  const first = claimRun(state);
  expect(first.kind).toBe('claimed');
  updateRun(state, { ...(first as Claimed).run, url: 'http://localhost:8081', state: 'ready' });
  expect(claimRun(state)).toMatchObject({
    kind: 'taken',
    by: { url: 'http://localhost:8081', up: { pid: process.pid } },
  });
  (first as Claimed).release();
  expect(findLiveRun(state)).toBeUndefined();
  expect(claimRun(state)).toMatchObject({ kind: 'claimed', leftover: undefined });
});

test('a run whose process is gone is a leftover', async () => {
  const up = await identityOfEndedProcess();
  updateRun(state, { version: 1, up, state: 'ready', startedAt: '2026-01-01T00:00:00Z' });
  expect(findLiveRun(state)).toBeUndefined();
  expect(claimRun(state)).toMatchObject({ kind: 'claimed', leftover: { up } });
});

test('the run of a folder is not the run of its copy', () => {
  claimRun(state);
  const copy = `${folder}-copy`;
  cpSync(folder, copy, { recursive: true });
  try {
    expect(findLiveRun(locateStateFolder({ CARTRIDGE_LOCAL_HOME: copy }))).toBeUndefined();
    expect(findLiveRun(state)).toMatchObject({ up: { pid: process.pid } });
  } finally {
    rmSync(copy, { recursive: true });
  }
});

test('a process that got the same id later is another one', () => {
  const up = { pid: process.pid, startedAt: 'long ago' };
  updateRun(state, { version: 1, up, state: 'ready', startedAt: '2026-01-01T00:00:00Z' });
  expect(claimRun(state).kind).toBe('claimed');
});

test('what is left of an ended run goes away, the run after it stays', () => {
  const first = claimRun(state) as Claimed;
  const next = { ...first.run, up: { ...first.run.up, startedAt: 'later' } };
  updateRun(state, next);
  forgetRun(state, first.run);
  expect(readRun(state)).toEqual(next);
  forgetRun(state, next);
  expect(readRun(state)).toBeUndefined();
});

test('a damaged file stops nobody', () => {
  writeFileSync(state.runFile, '{"version":1,"up":{"pi');
  expect(findLiveRun(state)).toBeUndefined();
  expect(claimRun(state).kind).toBe('claimed');
});

async function identityOfEndedProcess(): Promise<Run['up']> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const identity = identifyProcess(child.pid ?? 0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  if (identity === undefined) throw new Error('The child was gone before it was looked at');
  return identity;
}
