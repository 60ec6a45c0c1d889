import { expect, test } from 'vitest';
import { matchesSelector } from './selector.ts';

const labels = { app: 'kv', tier: 'storage' };

test('an absent selector picks nothing, an empty one everything', () => {
  expect(matchesSelector(undefined, labels)).toBe(false);
  expect(matchesSelector({}, labels)).toBe(true);
});

test.each([
  [{ matchLabels: { app: 'kv' } }, true],
  [{ matchLabels: { app: 'kv', tier: 'router' } }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'In' as const, values: ['storage'] }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'NotIn' as const, values: ['storage'] }] }, false],
  [{ matchExpressions: [{ key: 'zone', operator: 'NotIn' as const, values: ['a'] }] }, true],
  [{ matchExpressions: [{ key: 'zone', operator: 'Exists' as const }] }, false],
  [{ matchExpressions: [{ key: 'zone', operator: 'DoesNotExist' as const }] }, true],
])('%j', (selector, expected) => {
  expect(matchesSelector(selector, labels)).toBe(expected);
});
