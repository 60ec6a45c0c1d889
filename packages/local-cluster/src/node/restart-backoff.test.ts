import { expect, it } from 'vitest';
import { formatDelay, RestartBackoff } from './restart-backoff.ts';

it('doubles from ten seconds to five minutes, after one restart at once', () => {
  const backoff = new RestartBackoff();
  const delays = Array.from({ length: 8 }, (_, turn) =>
    backoff.nextDelay({ now: turn * 1000, ranMilliseconds: 500 }),
  );
  expect(delays.map(delay => delay / 1000)).toEqual([0, 10, 20, 40, 80, 160, 300, 300]);
});

it('forgets after ten minutes without trouble', () => {
  const backoff = new RestartBackoff();
  backoff.nextDelay({ now: 0, ranMilliseconds: 0 });
  backoff.nextDelay({ now: 0, ranMilliseconds: 0 });
  expect(backoff.nextDelay({ now: 700_000, ranMilliseconds: 600_000 })).toBe(0);
});

it.each([
  [10_000, '10s'],
  [160_000, '2m40s'],
  [300_000, '5m0s'],
])('%i ms is %s', (milliseconds, text) => {
  expect(formatDelay(milliseconds)).toBe(text);
});
