import { expect, test } from 'vitest';
import { CliError, describeFailure } from './errors.ts';

test.each([
  ['ENOSPC', 'ENOSPC: no space left on device, write', 'The disk is full (', 'Free some space and try again'],
  [
    'EACCES',
    "EACCES: permission denied, mkdir '/x'",
    'Permission is denied (',
    'Work in a folder that is yours',
  ],
  ['EROFS', "EROFS: read-only file system, mkdir '/x'", 'The file system is read-only (', 'can be written'],
])('%s of the file system is told with its object and what to do', (code, message, what, cure) => {
  const said = describeFailure(Object.assign(new Error(message), { code }));
  expect(said).toContain(what);
  expect(said).toContain(message);
  expect(said).toContain(cure);
});

test('what says itself what to do is left as it is', () => {
  const error = new CliError('PROJECT_EXISTS', '/x exists already. Choose another name or move it away');
  expect(describeFailure(error)).toBe(error.message);
  expect(describeFailure('text')).toBe('text');
});
