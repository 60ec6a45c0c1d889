import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sleepFor } from './sleep.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const yearSeconds = 365 * 86_400;

test.each([
  ['a second', 1],
  ['30 days, which a timer of Node.js takes for a millisecond', 30 * 86_400],
])('a sleep of %s ends then and not before', async (_, seconds) => {
  let isOver = false;
  sleepFor(seconds).then(() => {
    isOver = true;
  });
  await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(isOver).toBe(true);
});

test.each([500 * yearSeconds, Number.POSITIVE_INFINITY])('one of %s seconds lasts', async seconds => {
  let isOver = false;
  sleepFor(seconds).then(() => {
    isOver = true;
  });
  await vi.advanceTimersByTimeAsync(yearSeconds * 1000);
  expect(isOver).toBe(false);
});

test('one of 0 seconds lets others run', async () => {
  const slept = sleepFor(0);
  await vi.advanceTimersByTimeAsync(1);
  await slept;
});
