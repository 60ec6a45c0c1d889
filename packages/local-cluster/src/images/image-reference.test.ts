import { expect, it } from 'vitest';
import { formatFamiliarReference, normalizeImageReference, parseImageReference } from './image-reference.ts';

it.each([
  ['busybox', 'docker.io/library/busybox:latest', 'busybox:latest'],
  [
    'vanyarock01/test-app:0.1.0-0-g68f6117',
    'docker.io/vanyarock01/test-app:0.1.0-0-g68f6117',
    'vanyarock01/test-app:0.1.0-0-g68f6117',
  ],
  ['localhost:5000/test-app:1', 'localhost:5000/test-app:1', 'localhost:5000/test-app:1'],
  ['localhost/test-app', 'localhost/test-app:latest', 'localhost/test-app:latest'],
])('reads %s as Docker does', (given, full, familiar) => {
  expect(normalizeImageReference(given)).toBe(full);
  expect(formatFamiliarReference(parseImageReference(given))).toBe(familiar);
});

it('refuses what is no reference', () => {
  expect(() => parseImageReference('Test App:1')).toThrow('invalid reference format');
});
