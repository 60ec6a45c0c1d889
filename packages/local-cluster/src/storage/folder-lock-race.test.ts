import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { takeFolderLock } from './folder-lock.ts';

/** Runs before each call that a lock makes of the file system; another process may do so at any of these moments. */
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

const ours = process.pid;
const anothers = process.ppid;
const ended = 99_999_999;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'folder-lock-race-'));
});
afterEach(() => {
  meanwhile.happens = () => {};
  rmSync(folder, { recursive: true, force: true });
});

test('a damaged lock stops nobody', () => {
  writeFileSync(join(folder, 'lock.7'), '{"pid":');
  expect(takeAs(ours)).toBe('got');
  expect(readdirSync(folder)).toEqual(['lock.8']);
});

test.each([
  ['comes', () => {}],
  [
    'comes after locks have come and gone',
    () => {
      takeAs(ended);
      takeAs(ended);
    },
  ],
])('one of two processes gets it, at whatever moment the other one %s', (_, happenBefore) => {
  let moments = 1;
  for (let moment = 1; moment <= moments; moment++) {
    takeAs(ended);
    const attempts: string[] = [];
    const other = (): void => {
      happenBefore();
      attempts.push(takeAs(anothers));
    };
    moments = countMoments(moment, other, () => attempts.push(takeAs(ours)));
    expect(attempts.sort(), `moment ${moment} of ${moments}`).toEqual(
      attempts.length === 1 ? ['got'] : ['got', 'held'],
    );
    rmSync(folder, { recursive: true });
  }
  expect(moments).toBeGreaterThan(5);
  expect(existsSync(folder)).toBe(false);
});

/** Takes the lock as the process with this id. */
function takeAs(pid: number): 'got' | 'held' {
  const own = Object.getOwnPropertyDescriptor(process, 'pid') ?? { value: process.pid };
  Object.defineProperty(process, 'pid', { ...own, value: pid });
  try {
    return takeFolderLock(folder).kind;
  } finally {
    Object.defineProperty(process, 'pid', own);
  }
}

/** Lets the other process come at one moment of ours; gives how many moments ours had. */
function countMoments(moment: number, other: () => void, take: () => void): number {
  let seen = 0;
  meanwhile.happens = () => {
    seen += 1;
    if (seen !== moment) return;
    const resume = meanwhile.happens;
    meanwhile.happens = () => {};
    other();
    meanwhile.happens = resume;
  };
  take();
  meanwhile.happens = () => {};
  return seen;
}
