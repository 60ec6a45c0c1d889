import { expect, test } from 'vitest';
import { canonicalQuantity, isQuantity, quantityValue } from './quantity.ts';

test.each([
  ['0.5', '500m'],
  ['1000m', '1'],
  ['1024Mi', '1Gi'],
  ['1500Mi', '1500Mi'],
  ['1000Ki', '1000Ki'],
  ['0.1', '100m'],
  ['1.5Gi', '1536Mi'],
  ['1e3', '1e3'],
  ['2000', '2k'],
  ['128974848', '128974848'],
  ['100u', '100u'],
  ['0', '0'],
  ['0Gi', '0'],
  ['-1', '-1'],
])('%s is written %s', (given, canonical) => {
  expect(canonicalQuantity(given)).toBe(canonical);
});

test.each(['', 'Gi', '1GB', '1 Gi', 'one', '.'])('%j is no quantity', text => {
  expect(isQuantity(text)).toBe(false);
});

test('values are in units', () => {
  expect(quantityValue('250m')).toBe(0.25);
  expect(quantityValue('1Ki')).toBe(1024);
  expect(quantityValue(2)).toBe(2);
});
