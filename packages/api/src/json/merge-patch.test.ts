import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileJson, prototypesAreClean } from '../../testing/hostile-json.ts';
import { applyMergePatch } from './merge-patch.ts';

// RFC 7386, appendix A
test.each([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'foo' }, null, null],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])('%j patched with %j is %j', (target, patch, result) => {
  expect(applyMergePatch(target, patch)).toEqual(result);
});

test('keys such as __proto__ are data', () => {
  const patch = JSON.parse('{"data":{"__proto__":{"x":"1"},"constructor":{"prototype":{"y":"2"}}}}');
  const merged = applyMergePatch({ data: { a: '1' } }, patch);
  expect(JSON.stringify(merged)).toBe(
    '{"data":{"a":"1","__proto__":{"x":"1"},"constructor":{"prototype":{"y":"2"}}}}',
  );
  const removed = applyMergePatch(merged, JSON.parse('{"data":{"__proto__":null,"constructor":null}}'));
  expect(JSON.stringify(removed)).toBe('{"data":{"a":"1"}}');
});

test('any patch leaves its arguments, touches no prototype, and does nothing new the second time', () => {
  fc.assert(
    fc.property(hostileJson, hostileJson, (target, patch) => {
      const before = JSON.stringify([target, patch]);
      const merged = applyMergePatch(target, patch);
      expect(JSON.stringify([target, patch])).toBe(before);
      expect(prototypesAreClean(merged)).toBe(true);
      expect(JSON.stringify(applyMergePatch(merged, patch))).toBe(JSON.stringify(merged));
    }),
  );
});
