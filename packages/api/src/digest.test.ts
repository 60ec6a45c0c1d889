import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digest } from './digest.ts';

test('the order of fields does not matter, nor do fields left undefined', () => {
  expect(digest({ a: 1, b: { c: [1, 2], d: null } })).toBe(
    digest({ b: { d: null, c: [1, 2] }, a: 1, e: undefined }),
  );
});

test('the order of items and every value matter', () => {
  const values = [{ a: [1, 2] }, { a: [2, 1] }, { a: '1' }, { a: 1 }, { b: 1 }, [], {}, null, '', 0];
  expect(new Set(values.map(digest)).size).toBe(values.length);
});

test('different texts have different digests', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      (left, right) => (left === right) === (digest(left) === digest(right)),
    ),
  );
});
