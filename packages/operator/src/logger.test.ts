import { describeError, traceError } from '@cartridge-on-kubernetes/observe';
import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';

const refused = new Error('connect ECONNREFUSED', { cause: 'no listener' });
const failed = new TypeError('could not ask', { cause: refused });

it('describes an error with all its causes on one line', () => {
  expect(describeError(failed)).toBe(
    'TypeError: could not ask; cause: Error: connect ECONNREFUSED; cause: no listener',
  );
  expect(describeError('just text')).toBe('just text');
});

it('traces an error and each cause to where it was made', () => {
  const parts = traceError(failed).split('\nCaused by: ');
  expect(parts).toHaveLength(3);
  expect(parts[0]).toMatch(/^TypeError: could not ask\n +at .*logger\.test\.ts/);
  expect(parts[1]).toMatch(/^Error: connect ECONNREFUSED\n +at .*logger\.test\.ts/);
  expect(parts[2]).toBe('no listener');
});

it('ends where causes bite their tail', () => {
  const circular = new Error('round');
  circular.cause = circular;
  expect(describeError(circular).length).toBeLessThan(200);
});

it('writes an error given as such in the same words', () => {
  const lines: string[] = [];
  createLogger('info', { write: line => lines.push(line) }).info({ error: refused }, 'Told');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    error: 'Error: connect ECONNREFUSED; cause: no listener',
    msg: 'Told',
  });
});
