import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGuideValues } from '@cartridge/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { cartridge } from './support/command.ts';
import { processesOf } from './support/processes.ts';

let folder: string;
let home: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'values-refused-'));
  home = join(folder, 'home');
});
afterAll(async () => {
  await cartridge(home, 'local', 'down', '--purge');
  await rm(folder, { recursive: true });
});

const values = readGuideValues();
const [routers, storages] = values.RoleConfig;

/** The chart's own tests hold each rule; here is what a user of `local up` sees of them. */
test.each([
  {
    name: 'names and numbers out of range',
    content: stringify({
      ...values,
      RoleConfig: [
        { ...routers, RoleName: 'my_routers', ReplicaCount: 0 },
        { ...storages, RoleName: 'Storages', ReplicaCount: 'two', RolesToAssign: '' },
      ],
    }),
    says: [
      "RoleConfig[0].RoleName: 'my_routers' does not match pattern",
      'RoleConfig[0].ReplicaCount: minimum: got 0, want 1',
      "RoleConfig[1].RoleName: 'Storages' does not match pattern",
      'RoleConfig[1].ReplicaCount: got string, want integer',
      'RoleConfig[1].RolesToAssign',
      'Correct them and start again',
    ],
  },
  {
    name: 'unknown keys and a missing RoleConfig',
    content: stringify({ ...values, RoleConfig: null, Rolconfig: values.RoleConfig }),
    says: ["missing property 'RoleConfig'", "additional properties 'Rolconfig' not allowed"],
  },
  {
    name: 'what is no YAML',
    content: 'RoleConfig: [\n  image: "',
    says: ['failed to parse', 'values.yaml'],
  },
])('$name: every fault is named, and nothing is left running', async ({ content, says }) => {
  const file = join(folder, 'values.yaml');
  await writeFile(file, content);
  const result = await cartridge(home, 'local', 'up', '--detach', '--values', file);
  expect(result.exitCode).toBe(1);
  for (const text of says) expect(result.stderr).toContain(text);
  expect(await processesOf(home)).toEqual([]);
});

test('corrected values work after refused ones', async () => {
  const file = join(folder, 'values.yaml');
  await writeFile(file, stringify(values));
  const result = await cartridge(home, 'local', 'up', '--detach', '--values', file);
  expect(result).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Up in') });
});
