import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectPath } from '../project-folder.ts';
import { checkValues } from './check-values.ts';
import { guide } from './guide.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'check-values-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['an empty file', ''],
  ['comments alone', '# RoleConfig: []\n'],
  ['other values alone', 'ClusterName: test-app\n'],
  ['the key alone', 'RoleConfig:\n'],
  ['no role', 'RoleConfig: []\n'],
])('refuses %s, which would bring the roles of the example', (_, content) => {
  const file = write(content);
  expect(() => checkValues(file)).toThrow(`The values file ${file} has no RoleConfig`);
});

test.each([
  ['roles', 'RoleConfig: [{ RoleName: routers }]\n'],
  ['roles of a merged mapping', 'base: &base { RoleConfig: [{ RoleName: routers }] }\n<<: *base\n'],
  ['what the schema refuses', 'RoleConfig: routers\n'],
  ['what is no YAML, which helm tells', 'RoleConfig: [\n'],
])('lets through %s', (_, content) => {
  expect(() => checkValues(write(content))).not.toThrow();
});

test.each(['roleConfig', 'Rolconfig', 'role_config', 'RoleConfigs'])('tells %s from RoleConfig', key => {
  const file = write(`${key}: [{ RoleName: routers }]\n`);
  expect(() => checkValues(file)).toThrow(
    `The values file ${file} has no RoleConfig but ${key}: did you mean RoleConfig?`,
  );
});

test("lets through the guide's file", () => {
  expect(() => checkValues(projectPath(guide.valuesFile))).not.toThrow();
});

function write(content: string): string {
  const file = path.join(folder, 'values.yaml');
  writeFileSync(file, content);
  return file;
}
