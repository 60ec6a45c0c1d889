import { cp } from 'node:fs/promises';
import { type LocalTestCluster, makeLocalTestCluster } from '@cartridge-on-kubernetes/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readIdentity, untilSame, writeConfig } from './support/kept.ts';

let original: LocalTestCluster;
let copy: LocalTestCluster;

beforeAll(async () => {
  original = await makeLocalTestCluster();
  copy = await makeLocalTestCluster();
});
afterAll(async () => {
  await copy.stop();
  await original.stop();
});

test('a copy of a state folder is a cluster of its own: same data, other processes', async () => {
  await original.up();
  await writeConfig(original, 'written: before the copy');
  const before = await readIdentity(original);
  await cp(original.home, copy.home, { recursive: true, force: true });

  await copy.up();
  await untilSame(copy, before);
  await writeConfig(copy, 'written: in the copy');
  expect(await readIdentity(original)).toEqual(before);

  await copy.cartridge('local', 'down', '--purge');
  expect(await readIdentity(original)).toEqual(before);
});
