import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sleepFor } from './sleep.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const yearSeconds = 365 * 86_400;

test.each([
  ['a second', 1],
  ['30 days, which a timer of Node.js takes for a millisecond', 30 * 86_400],
])('a sleep of %s ends then and not before', async (_, seconds) => {
  const onOver = vi.fn();
  const slept = sleepFor(seconds).then(onOver);
  await vi.advanceTimersByTimeAsync(seconds * 1000 - 1);
  expect(onOver).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await slept;
});

test.each([500 * yearSeconds, Number.POSITIVE_INFINITY])('one of %s seconds lasts', async seconds => {
  const slept = sleepFor(seconds).then(() => 'over');
  await vi.advanceTimersByTimeAsync(yearSeconds * 1000);
  expect(await Promise.race([slept, Promise.resolve('not over')])).toBe('not over');
});

test('one of 0 seconds lets others run', async () => {
  const slept = sleepFor(0);
  await vi.advanceTimersByTimeAsync(1);
  await slept;
});
