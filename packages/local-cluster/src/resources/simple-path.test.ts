import { expect, test } from 'vitest';
import { readPath, writePath } from './simple-path.ts';

test('writes where it reads, and makes what is missing on the way', () => {
  const object = { spec: { size: 1 } };
  writePath(object, '.spec.members.count', 3);
  expect(object).toEqual({ spec: { size: 1, members: { count: 3 } } });
  expect(readPath(object, '.spec.members.count')).toBe(3);
});

test.each(['.__proto__.polluted', '.constructor.prototype.polluted', '.spec.__proto__.polluted'])(
  'the path %s stays inside of the object',
  path => {
    const object = { spec: {} };
    expect(readPath(object, path)).toBeUndefined();
    writePath(object, path, 3);
    expect(readPath(object, path)).toBe(3);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  },
);
