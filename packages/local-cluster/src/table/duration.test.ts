import { expect, test } from 'vitest';
import { humanDuration } from './duration.ts';

test.each([
  [0, '0s'],
  [119, '119s'],
  [120, '2m'],
  [150, '2m30s'],
  [599, '9m59s'],
  [600, '10m'],
  [3 * 3600 - 1, '179m'],
  [3 * 3600 + 60, '3h1m'],
  [8 * 3600, '8h'],
  [48 * 3600, '2d'],
  [50 * 3600, '2d2h'],
  [8 * 86400, '8d'],
  [800 * 86400, '2y70d'],
])('%d seconds are shown as %s', (seconds, text) => {
  expect(humanDuration(seconds)).toBe(text);
});
