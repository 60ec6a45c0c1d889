import fc from 'fast-check';

/** Keys that mean something to objects of JavaScript. */
export const hostileKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
] as const;

/** JSON values whose objects have such keys as own fields, as JSON.parse makes them. */
export const hostileJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(null, true, 0, 1, '', 'text'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(
        fc.tuple(fc.oneof(fc.constantFrom(...hostileKeys), fc.constantFrom('a', 'b', '')), tie('value')),
        {
          maxLength: 3,
        },
      )
      .map(fields => Object.fromEntries(fields)),
  ),
})).value;

/** Whether every object and list of a value has its usual prototype, and Object.prototype has nothing new. */
export function prototypesAreClean(value: unknown): boolean {
  if (Object.keys(Object.prototype).length > 0) return false;
  if (typeof value !== 'object' || value === null) return true;
  const usual = Array.isArray(value) ? Array.prototype : Object.prototype;
  return Object.getPrototypeOf(value) === usual && Object.values(value).every(prototypesAreClean);
}
