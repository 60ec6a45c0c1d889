import { expect, it } from 'vitest';
import { Pace } from './pace.ts';

const key = 'tarantool/test-app';
const pace = () => new Pace({ resyncSeconds: 600, random: () => 0.5 });
const quiet = { now: 0, done: 0, failed: 0, retryAfterSeconds: null };

it('goes on at once after a success, but does not spin for a plan that never comes to rest', () => {
  const one = pace();
  const delays = Array.from({ length: 24 }, () => one.next(key, { ...quiet, done: 1 }));
  expect(delays.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 0));
  expect(delays.slice(20)).toEqual([200, 400, 800, 1600]);
  expect(one.goesOn(key, 1)).toBe(false);
});

it('looks again after 200 ms growing to 2 s while something is waited for', () => {
  const one = pace();
  const delays = Array.from({ length: 12 }, () => one.next(key, { ...quiet, retryAfterSeconds: 5 }));
  expect(delays[0]).toBe(200);
  expect(delays[1]).toBe(260);
  expect(delays.at(-1)).toBe(2000);
});

it('never waits longer than the plan says', () => {
  const one = pace();
  for (let i = 0; i < 20; i += 1) {
    expect(one.next(key, { ...quiet, retryAfterSeconds: 1 })).toBeLessThanOrEqual(1000);
  }
});

it('takes the plan’s time after a minute without news, and is quick again after news', () => {
  const one = pace();
  one.next(key, { ...quiet, retryAfterSeconds: 15 });
  expect(one.next(key, { ...quiet, now: 60_000, retryAfterSeconds: 15 })).toBe(15_000);
  one.news(key);
  expect(one.next(key, { ...quiet, now: 61_000, retryAfterSeconds: 15 })).toBe(200);
});

it('grows patient where nothing happens for long, whatever the plan asks', () => {
  const one = pace();
  one.next(key, { ...quiet, retryAfterSeconds: 1 });
  expect(one.next(key, { ...quiet, now: 120_000, retryAfterSeconds: 1 })).toBe(12_000);
  expect(one.next(key, { ...quiet, now: 86_400_000, retryAfterSeconds: 1 })).toBe(30_000);
  one.news(key);
  expect(one.next(key, { ...quiet, now: 86_400_000, retryAfterSeconds: 1 })).toBe(200);
});

it('backs off after failures and starts anew after a pass without', () => {
  const one = pace();
  const failing = { ...quiet, failed: 1 };
  expect([one.next(key, failing), one.next(key, failing), one.next(key, failing)]).toEqual([200, 400, 800]);
  one.next(key, quiet);
  expect(one.next(key, failing)).toBe(200);
});

it('leaves a quiet Cluster alone until the resync, spread out', () => {
  expect(pace().next(key, quiet)).toBe(600_000);
  const early = new Pace({ resyncSeconds: 600, random: () => 0 });
  expect(early.next(key, quiet)).toBe(540_000);
});
