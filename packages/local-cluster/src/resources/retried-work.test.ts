import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../errors/api-error.ts';
import { createLog } from '../runtime/log.ts';
import { RetriedWork } from './retried-work.ts';

let lines: string[];
let retried: RetriedWork;

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  retried = new RetriedWork(createLog({ write: line => lines.push(line) }));
});
afterEach(() => {
  vi.useRealTimers();
});

test('work that fails is logged with its stack and done again until it succeeds', async () => {
  const work = vi.fn(async () => {
    if (work.mock.calls.length < 3) throw new Error('no space left on device');
  });
  retried.start('Filling namespace default', work);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(work).toHaveBeenCalledTimes(3);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain('Filling namespace default failed, trying again');
  expect(lines[0]).toMatch(/Error: no space left on device\\n +at /);
});

test('work that is refused is left to the next change', async () => {
  const work = vi.fn(async () => {
    throw new ApiError({ code: 404, reason: 'NotFound', message: 'gone' });
  });
  retried.start('Filling namespace default', work);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(work).toHaveBeenCalledTimes(1);
  expect(lines).toEqual([]);
});

test('nothing is done after the stop', async () => {
  const work = vi.fn(async () => {
    throw new Error('no space left on device');
  });
  retried.start('Filling namespace default', work);
  await vi.advanceTimersByTimeAsync(1);
  retried.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(work).toHaveBeenCalledTimes(1);
});
