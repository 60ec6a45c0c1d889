import { expect, test } from 'vitest';
import { chooseTags, normalizeVersion } from './version.ts';

test.each([
  ['0.1.0-0-g68f6117', '0.1.0.0'],
  ['v0.1.0-12-g68f6117', '0.1.0.12'],
  ['2-3-gabcdef0', '2.3'],
  ['2.1-3-gabcdef0', '2.1.3'],
])('git describe %s is version %s', (description, version) => {
  expect(normalizeVersion(description)).toBe(version);
});

test.each(['release-0-g68f6117', '1.2.3.4-0-g68f6117', '1.2.3-rc1-0-g68f6117'])(
  '%s is refused',
  description => {
    expect(() => normalizeVersion(description)).toThrow(/Git tag ".*" is not a version X, X.Y or X.Y.Z/);
  },
);

test.each([
  [{ tags: ['a:1', 'b:2'] }, ['a:1', 'b:2']],
  [{ version: '1.2' }, ['shop:1.2']],
  [{ version: '1.2', suffix: 'dev' }, ['shop:1.2-dev']],
])('%j gives the tags %j', (given, tags) => {
  const nothing = { tags: [], version: undefined, suffix: undefined };
  expect(chooseTags({ name: 'shop', folder: '/', ...nothing, ...given })).toEqual(tags);
});

test('without git, version and tag there is nothing to name the image by', () => {
  const choice = { name: 'shop', folder: '/', tags: [], version: undefined, suffix: undefined };
  expect(() => chooseTags(choice)).toThrow('Tag a commit (git tag 0.1.0), or pass --version or --tag');
});
