import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { releaseClaim, takeClaim } from './claims.ts';
import { identifyProcess, type ProcessIdentity } from './process-identity.ts';
import { locateStateFolder, type StateFolder } from './state-folder.ts';

/** Runs before each call that a claim makes of the file system; another process may do so at any of these moments. */
const meanwhile = vi.hoisted(() => ({ happens: () => {} }));
vi.mock('node:fs', async importOriginal => {
  const fs = await importOriginal<typeof import('node:fs')>();
  const interrupted = Object.entries(fs).map(([name, value]) => [
    name,
    typeof value === 'function' && /Sync$/.test(name)
      ? (...args: unknown[]) => {
          meanwhile.happens();
          return (value as (...args: unknown[]) => unknown)(...args);
        }
      : value,
  ]);
  return Object.fromEntries(interrupted);
});

const ended: ProcessIdentity = { pid: 99_999_999, startedAt: 'long ago' };
let us: ProcessIdentity;
let another: ProcessIdentity;
let folder: string;
let state: StateFolder;

beforeEach(() => {
  us = identifyProcess(process.pid) as ProcessIdentity;
  another = identifyProcess(process.ppid) as ProcessIdentity;
  folder = mkdtempSync(path.join(tmpdir(), 'claims-'));
  state = locateStateFolder({ CARTRIDGE_LOCAL_HOME: folder });
});
afterEach(() => {
  meanwhile.happens = () => {};
  rmSync(folder, { recursive: true });
});

test('one process holds it until it releases it or ends', () => {
  expect(takeClaim(state, us)).toEqual({ kind: 'got', number: 1 });
  expect(takeClaim(state, us)).toEqual({ kind: 'held', by: us });
  releaseClaim(state, 1, us);
  expect(takeClaim(state, ended)).toEqual({ kind: 'got', number: 2 });
  expect(takeClaim(state, us)).toEqual({ kind: 'got', number: 3 });
  expect(readdirSync(state.claims)).toEqual(['3']);
});

test('a damaged claim stops nobody', () => {
  mkdirSync(state.claims);
  writeFileSync(path.join(state.claims, '7'), '{"by":');
  expect(takeClaim(state, us)).toEqual({ kind: 'got', number: 8 });
});

test.each([
  ['comes', () => {}],
  [
    'comes after claims have come and gone',
    () => {
      takeClaim(state, ended);
      takeClaim(state, ended);
    },
  ],
])('one of two processes gets it, at whatever moment the other one %s', (_, happenBefore) => {
  let moments = 1;
  for (let moment = 1; moment <= moments; moment++) {
    takeClaim(state, ended);
    const attempts: string[] = [];
    const others = (): void => {
      happenBefore();
      attempts.push(takeClaim(state, another).kind);
    };
    moments = countMoments(moment, others, () => attempts.push(takeClaim(state, us).kind));
    expect(attempts.sort(), `moment ${moment} of ${moments}`).toEqual(
      attempts.length === 1 ? ['got'] : ['got', 'held'],
    );
    rmSync(state.claims, { recursive: true });
  }
  expect(moments).toBeGreaterThan(5);
});

/** Lets the other process come at one moment of ours; gives how many moments ours had. */
function countMoments(moment: number, other: () => void, ours: () => void): number {
  let seen = 0;
  meanwhile.happens = () => {
    seen += 1;
    if (seen !== moment) return;
    const resume = meanwhile.happens;
    meanwhile.happens = () => {};
    other();
    meanwhile.happens = resume;
  };
  ours();
  meanwhile.happens = () => {};
  return seen;
}
