import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTime, parseTime } from './rfc3339.ts';

test('formats as the platform does', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7_000_000_000 }), seconds => {
      const text = new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
      expect(formatTime(seconds * 1000)).toBe(text);
      expect(parseTime(text)).toBe(seconds * 1000);
    }),
  );
});

test('micro times are read, other text is not', () => {
  expect(parseTime('2026-11-22T10:21:31.250000Z')).toBe(Date.UTC(2026, 10, 22, 10, 21, 31, 250));
  expect(parseTime('yesterday')).toBeNaN();
});
