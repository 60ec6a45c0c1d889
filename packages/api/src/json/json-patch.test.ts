import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileJson, hostileKeys, prototypesAreClean } from '../../testing/hostile-json.ts';
import { applyJsonPatch, JsonPatchError, mostJsonPatchOperations } from './json-patch.ts';

const document = { data: { a: '1' }, list: ['x', 'y'], 'a/b': { '~': 1 } };

test.each([
  [{ op: 'add', path: '/data/b', value: 2 }, { data: { a: '1', b: 2 } }],
  [{ op: 'add', path: '/data/b' }, { data: { a: '1', b: null } }],
  [{ op: 'replace', path: '/data/b', value: 2 }, { data: { a: '1', b: 2 } }],
  [{ op: 'remove', path: '/data/a' }, { data: {} }],
  [{ op: 'move', from: '/data/a', path: '/data/b' }, { data: { b: '1' } }],
  [{ op: 'copy', from: '/data', path: '/data/b' }, { data: { a: '1', b: { a: '1' } } }],
  [{ op: 'add', path: '/list/-', value: 'z' }, { list: ['x', 'y', 'z'] }],
  [{ op: 'add', path: '/list/1', value: 'z' }, { list: ['x', 'z', 'y'] }],
  [{ op: 'replace', path: '/list/1', value: 'z' }, { list: ['x', 'z'] }],
  [{ op: 'remove', path: '/list/-1' }, { list: ['x'] }],
  [{ op: 'replace', path: '/a~1b/~0', value: 2 }, { 'a/b': { '~': 2 } }],
  [{ op: 'test', path: '/data', value: { a: '1' } }, {}],
  [{ op: 'test', path: '/absent', value: null }, {}],
])('%j', (operation, changed) => {
  expect(applyJsonPatch(document, [operation])).toEqual({ ...document, ...changed });
});

test('the whole document can be replaced', () => {
  expect(applyJsonPatch(document, [{ op: 'replace', path: '', value: { a: 1 } }])).toEqual({ a: 1 });
});

test.each([
  null,
  { op: 'jump', path: '/data' },
  { path: '/data' },
  { op: 'add' },
  { op: 'add', path: 'data', value: 1 },
  { op: 'remove', path: '' },
  { op: 'remove', path: '/absent' },
  { op: 'add', path: '/absent/b', value: 1 },
  { op: 'add', path: '/data/a/b', value: 1 },
  { op: 'add', path: '/list/3', value: 1 },
  { op: 'replace', path: '/list/-', value: 1 },
  { op: 'remove', path: '/list/2' },
  { op: 'remove', path: '/list/length' },
  { op: 'move', path: '/data/b' },
  { op: 'move', from: '/data', path: '/data/b' },
  { op: 'test', path: '/data/a', value: '2' },
  { op: 'test', path: '/data/constructor', value: {} },
  { op: 'add', path: '/constructor/prototype/polluted', value: 1 },
  { op: 'add', path: '/__proto__/polluted', value: 1 },
  { op: 'copy', from: '/__proto__/toString/constructor', path: '/data/b' },
])('refuses %j', operation => {
  expect(() => applyJsonPatch(document, [operation])).toThrow(JsonPatchError);
});

test('keys such as __proto__ are data', () => {
  const patched = applyJsonPatch({ data: {} }, [
    { op: 'add', path: '/data/__proto__', value: { x: 1 } },
    { op: 'add', path: '/data/__proto__/y', value: 2 },
    { op: 'copy', from: '/data/__proto__', path: '/data/constructor' },
  ]);
  expect(JSON.stringify(patched)).toBe('{"data":{"__proto__":{"x":1,"y":2},"constructor":{"x":1,"y":2}}}');
  const removed = applyJsonPatch(patched, [{ op: 'remove', path: '/data/__proto__' }]);
  expect(JSON.stringify(removed)).toBe('{"data":{"constructor":{"x":1,"y":2}}}');
});

test('refuses more operations or more copied text than kube-apiserver takes', () => {
  const operations = Array.from({ length: mostJsonPatchOperations + 1 }, () => ({
    op: 'test',
    path: '/absent',
  }));
  expect(() => applyJsonPatch({}, operations)).toThrow(JsonPatchError);
  const doubling = Array.from({ length: 40 }, (_, index) => ({ op: 'copy', from: '', path: `/${index}` }));
  expect(() => applyJsonPatch({ a: 'x'.repeat(100) }, doubling)).toThrow(JsonPatchError);
});

const pointers = fc
  .array(fc.oneof(fc.constantFrom(...hostileKeys, '-', '0', '-1', 'a', '~0', '~1'), fc.string()), {
    maxLength: 4,
  })
  .map(tokens => tokens.map(token => `/${token}`).join(''));
const operations = fc.array(
  fc.oneof(
    fc.record({
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'),
      path: pointers,
      from: pointers,
      value: hostileJson,
    }),
    hostileJson,
  ),
  { maxLength: 8 },
);

test('any patch gives JSON or a JsonPatchError, leaves its arguments and touches no prototype', () => {
  fc.assert(
    fc.property(hostileJson, operations, (target, patch) => {
      const before = JSON.stringify([target, patch]);
      let patched: unknown;
      try {
        patched = applyJsonPatch(target, patch);
      } catch (error) {
        expect(error).toBeInstanceOf(JsonPatchError);
      }
      expect(JSON.stringify([target, patch])).toBe(before);
      expect(prototypesAreClean(patched)).toBe(true);
    }),
  );
});

test('what is added under any key is read back from there', () => {
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...hostileKeys), fc.string()), hostileJson, (key, value) => {
      const path = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const added = applyJsonPatch({}, [{ op: 'add', path, value }]);
      expect(JSON.stringify(added)).toBe(JSON.stringify(Object.fromEntries([[key, value]])));
      expect(
        applyJsonPatch(added, [
          { op: 'test', path, value },
          { op: 'remove', path },
        ]),
      ).toEqual({});
    }),
  );
});
