import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Entry {
  link?: boolean;
  inBundle?: boolean;
  integrity?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(
  readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8'),
) as { packages: Record<string, Entry> };

// What a package carries in its own archive is covered by that archive's hash.
const downloaded = Object.entries(packages).filter(
  ([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle,
);

test('every package that npm downloads is locked by its hash, and by no registry', () => {
  expect(downloaded.length).toBeGreaterThan(0);
  expect(downloaded.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
  expect(downloaded.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

// npm ci refuses a lock file without them, on every platform.
test('the optional packages of every platform are locked', () => {
  const missing = downloaded.flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter(name => !(`${path}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages))
      .map(name => `${path} ${name}`),
  );
  expect(missing).toEqual([]);
});
