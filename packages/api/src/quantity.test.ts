import { expect, test } from 'vitest';
import { parseQuantity } from './quantity.ts';

test.each([
  ['0.1', 0.1],
  ['100m', 0.1],
  ['1Gi', 1073741824],
  ['512M', 512000000],
  ['5e3', 5000],
  ['2', 2],
])('%s is %d', (text, value) => {
  expect(parseQuantity(text)).toBeCloseTo(value, 9);
});

test.each(['', 'big', '1Xi', '--1', '1 Gi'])('%j is no quantity', text => {
  expect(parseQuantity(text)).toBeNull();
});
