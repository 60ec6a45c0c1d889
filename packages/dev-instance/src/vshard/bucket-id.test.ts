import { expect, test } from 'vitest';
import { bucketIdOf } from './bucket-id.ts';

test('a bucket is the CRC-32C of the key, as Tarantool computes it, without the final inversion', () => {
  expect(bucketIdOf('123456789', 2 ** 32) - 1).toBe(0x1cf96d7c);
});

test('buckets start from 1 and end with the count', () => {
  const seen = new Set(Array.from({ length: 1000 }, (_, index) => bucketIdOf(`key-${index}`, 10)));
  expect([...seen].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});
