import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startAlarm, startTimer } from './timer.ts';

const day = 24 * 3600_000;
let rang: number;
const ring = () => {
  rang += 1;
};
beforeEach(() => {
  vi.useFakeTimers();
  rang = 0;
});
afterEach(() => vi.useRealTimers());

test.each([
  ['a second', 1000],
  ['24 days', 24 * day],
  ['30 days, which a timer of Node.js takes for a millisecond', 30 * day],
  ['a year', 365 * day],
])('a timer of %s is due then and not before', (_, delay) => {
  startTimer(delay, ring);
  vi.advanceTimersByTime(delay - 1);
  expect(rang).toBe(0);
  vi.advanceTimersByTime(2);
  expect(rang).toBe(1);
  vi.advanceTimersByTime(delay * 2);
  expect(rang).toBe(1);
});

test('one that is cancelled is never due', () => {
  const timer = startTimer(30 * day, ring);
  vi.advanceTimersByTime(29 * day);
  timer.cancel();
  vi.advanceTimersByTime(30 * day);
  expect(rang).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test('an alarm rings soon after a machine has slept past its time', () => {
  startAlarm(Date.now() + 10 * day, ring);
  vi.advanceTimersByTime(60_000);
  vi.setSystemTime(Date.now() + 31 * day);
  vi.advanceTimersByTime(30_000);
  expect(rang).toBe(1);
});

test('an alarm whose clock was put back rings by the clock', () => {
  startAlarm(Date.now() + 60_000, ring);
  vi.setSystemTime(Date.now() - day);
  vi.advanceTimersByTime(day);
  expect(rang).toBe(0);
  vi.advanceTimersByTime(90_000);
  expect(rang).toBe(1);
});
