import { expect, test } from 'vitest';
import { ownField, setOwnField } from './own-field.ts';

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is a key like any other', key => {
  const record: Record<string, unknown> = {};
  expect(ownField(record, key)).toBeUndefined();
  setOwnField(record, key, { polluted: true });
  expect(ownField(record, key)).toEqual({ polluted: true });
  expect(JSON.stringify(record)).toBe(`{"${key}":{"polluted":true}}`);
  expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
});
