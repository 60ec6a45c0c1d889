import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runGit } from '../git.ts';
import { chooseNaming, normalizeVersion } from './version.ts';

test.each([
  ['0.1.0-0-g68f6117', '0.1.0.0'],
  ['v0.1.0-12-g68f6117', '0.1.0.12'],
  ['2-3-gabcdef0', '2.0.0.3'],
  ['2.1-3-gabcdef0', '2.1.0.3'],
])('git describe %s is version %s', (description, version) => {
  expect(normalizeVersion(description)).toBe(version);
});

test.each(['release-0-g68f6117', '1.2.3.4-0-g68f6117', '1.2.3-rc1-0-g68f6117'])(
  '%s is refused',
  description => {
    expect(() => normalizeVersion(description)).toThrow(/Git tag ".*" is not a version X, X.Y or X.Y.Z/);
  },
);

const nothing = { tags: [], version: undefined, suffix: undefined };
const unexpected = (text: string) => {
  throw new Error(text);
};

test.each([
  [{ tags: ['a:1', 'b:2'] }, { tags: ['a:1', 'b:2'], version: undefined }],
  [{ version: '1.2' }, { tags: ['shop:1.2'], version: '1.2' }],
  [
    { version: '1.2', suffix: 'dev' },
    { tags: ['shop:1.2-dev'], version: '1.2' },
  ],
])('%j gives %j', (given, naming) => {
  const options = { name: 'shop', folder: '/', ...nothing, ...given, onWarning: unexpected };
  expect(chooseNaming(options)).toEqual(naming);
});

test('without git, version and tag there is nothing to name the image by', () => {
  const options = { name: 'shop', folder: '/', ...nothing, onWarning: unexpected };
  expect(() => chooseNaming(options)).toThrow('Tag a commit (git tag 0.1.0), or pass --version or --tag');
});

describe('in a repository', () => {
  let folder: string;
  const git = (...args: string[]) => runGit(folder, ...args);

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'version-test-'));
    git('init');
    git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--allow-empty', '-m', 'First');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('a version by git warns of what is not committed', () => {
    git('tag', '0.1.0');
    writeFileSync(path.join(folder, 'init.lua'), '');
    const warnings: string[] = [];
    const naming = chooseNaming({ name: 'shop', folder, ...nothing, onWarning: text => warnings.push(text) });
    expect(naming).toEqual({ tags: ['shop:0.1.0.0'], version: '0.1.0.0' });
    expect(warnings).toEqual([`${folder} has changes that are not committed: version 0.1.0.0 does not tell`]);
  });

  test('a git tag that is no version matters only where it names the image', () => {
    git('tag', 'release');
    const options = { name: 'shop', folder, ...nothing, onWarning: unexpected };
    expect(chooseNaming({ ...options, tags: ['a:1'] })).toEqual({ tags: ['a:1'], version: undefined });
    expect(() => chooseNaming(options)).toThrow('Git tag "release" is not a version');
  });
});
