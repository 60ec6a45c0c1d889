import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGuideValues } from '@cartridge-on-kubernetes/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type CommandResult, cartridge } from './support/command.ts';
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
test('every fault is named with its place, and nothing is left running', async () => {
  const refused = await upWith({
    ...values,
    Clustername: 'x',
    RoleConfig: [
      { ...routers, RoleName: 'my_routers', ReplicaCount: 0 },
      { ...storages, RoleName: 'Storages', ReplicaCount: 'two', RolesToAssign: '' },
    ],
  });
  expect(refused.exitCode).toBe(1);
  for (const text of [
    "the whole file: additional properties 'Clustername' not allowed",
    "RoleConfig[0].RoleName: 'my_routers' does not match pattern",
    'RoleConfig[0].ReplicaCount: minimum: got 0, want 1',
    "RoleConfig[1].RoleName: 'Storages' does not match pattern",
    'RoleConfig[1].ReplicaCount: got string, want integer',
    'RoleConfig[1].RolesToAssign: minLength: got 0, want 1',
    'Correct them and start again',
  ])
    expect(refused.stderr).toContain(text);
  expect(await processesOf(home)).toEqual([]);
});

test('corrected values work after refused ones', async () => {
  expect(await upWith(values)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Up in') });
});

test('values for a cluster that runs are not applied, and up says how to apply them', async () => {
  const refused = await upWith(values);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('The local cluster runs already');
  expect(refused.stderr).toMatch(/were not applied.*\n.*\n +helm upgrade test-app /);
});

test('values without roles do not bring those of the example', async () => {
  const { RoleConfig: _, ...rest } = values;
  const refused = await upWith(rest);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('has no RoleConfig');
});

test('a cluster that was Ready before is not Ready with a new role that cannot come up', async () => {
  expect(await cartridge(home, 'local', 'down')).toMatchObject({ exitCode: 0 });
  const odd = { ...routers, RoleName: 'odd', RolesToAssign: ['no.such.role'] };
  const up = await upWith({ ...values, RoleConfig: [routers, storages, odd] });
  expect(up).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('The cluster is not Ready') });
  expect(up.stdout).toContain('names "no.such.role", which the application does not have');
  const status = await cartridge(home, 'local', 'status');
  expect(status.stdout).toMatch(/^Cluster test-app: not Ready\. .*no\.such\.role/m);
});

async function upWith(content: object): Promise<CommandResult> {
  const file = join(folder, 'values.yaml');
  await writeFile(file, stringify(content));
  return cartridge(home, 'local', 'up', '--detach', '--values', file);
}
