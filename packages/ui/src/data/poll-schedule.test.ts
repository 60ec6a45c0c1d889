import { expect, test } from 'vitest';
import { nextPollDelayMs } from './poll-schedule.ts';

const calm = { hidden: false, failures: 0, tookMs: 20 };

test('a visible page of an answering instance is refreshed every two seconds', () => {
  expect(nextPollDelayMs(calm)).toBe(2_000);
});

test('an instance that answers slowly is asked for a third of the time at most', () => {
  expect(nextPollDelayMs({ ...calm, tookMs: 4_000 })).toBe(8_000);
});

test.each([
  ['forward', 31 * 24 * 3600_000, 30_000],
  ['back', -31 * 24 * 3600_000, 2_000],
])('a clock set %s while the answer was awaited puts the next one off by seconds', (_, tookMs, delayMs) => {
  expect(nextPollDelayMs({ ...calm, tookMs })).toBe(delayMs);
});

test('missed answers are retried at once, then more and more slowly, but never given up', () => {
  const delays = [1, 2, 3, 4, 5, 6, 50].map(failures => nextPollDelayMs({ ...calm, failures }));
  expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
});

test('a page nobody looks at asks twice a minute, whatever happens', () => {
  expect(nextPollDelayMs({ hidden: true, failures: 7, tookMs: 9_000 })).toBe(30_000);
});
