import { expect, test } from 'vitest';
import { readPrefix } from './prefix.ts';

test.each([
  ['/admin', ''],
  ['/admin/', ''],
  ['/admin/cluster/dashboard', ''],
  ['/shop/admin', '/shop'],
  ['/shop/eu/admin/', '/shop/eu'],
  ['/administration/admin/', '/administration'],
  ['/', ''],
])('the page %s speaks to the API under prefix "%s"', (pathname, prefix) => {
  expect(readPrefix(pathname)).toBe(prefix);
});
