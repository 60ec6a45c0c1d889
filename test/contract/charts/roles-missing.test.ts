import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvField, readGuideValues, repository } from '@cartridge-on-kubernetes/test-kit';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderError, renderManifests, runHelm } from './helm.ts';

const { RoleConfig: guideRoles, ...guideWithoutRoles } = readGuideValues();
const chart = join(repository, 'charts/cartridge');

async function roleNames(values: object): Promise<string[]> {
  const manifests = await renderManifests({ chart: 'cartridge', values });
  return manifests
    .filter(({ apiVersion, kind }) => kind === 'Role' && apiVersion.startsWith('tarantool.io/'))
    .map(({ metadata }) => metadata.name);
}

describe('the example', () => {
  test('is installed where nothing is set', async () => {
    const manifests = await renderManifests({ chart: 'cartridge' });
    const templates = manifests.filter(({ kind }) => kind === 'ReplicasetTemplate');
    expect(templates.map(({ metadata, spec }) => [metadata.name, spec.replicas])).toEqual([
      ['routers-template', 1],
      ['storage-template', 2],
    ]);
  });

  test.each([
    ['a later tag', { image: { tag: '0.0.4' } }],
    ['a storage class', { StorageClass: 'fast' }],
    ['a user that OpenShift chooses', { containerSecurityContext: { runAsUser: null } }],
  ])('takes %s', async (_, values) => {
    expect(await roleNames(values)).toEqual(['routers', 'storage']);
  });

  test('is what `helm show values` prints, for copying', async () => {
    const { stdout } = await runHelm({ args: ['show', 'values', chart] });
    const list = stdout.slice(stdout.indexOf('# RoleConfig:')).replaceAll(/^# ?/gm, '');
    const file = readFileSync(join(chart, 'files/example-roles.yaml'), 'utf8');
    expect(parse(list)).toEqual({ RoleConfig: parse(file) });
  });
});

describe('another application without RoleConfig is refused, with the reason and the cure', () => {
  test.each([
    ["the guide's values", guideWithoutRoles, 'image.repository is "vanyarock01/test-app"'],
    ['an image alone', { image: { repository: 'my-app' } }, 'image.repository is "my-app"'],
    ['a name alone', { ClusterName: 'my-app' }, 'ClusterName is "my-app"'],
  ])('%s', async (_, values, reason) => {
    const message = await renderError({ chart: 'cartridge', values });
    expect(message).toContain('RoleConfig is missing');
    expect(message).toContain(reason);
    expect(message).toContain('Write the whole list RoleConfig into the values');
  });

  test('helm lint refuses it too', async () => {
    const refused = await runHelm({ args: ['lint', chart, '--set', 'ClusterName=my-app'] });
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toContain('[ERROR]');
    expect(refused.stdout).toContain(
      'no template "RoleConfig is missing. Only the example application has roles',
    );
    expect(await runHelm({ args: ['lint', chart] })).toMatchObject({ exitCode: 0 });
  });

  test('an upgrade is told of --reuse-values too', async () => {
    const args = ['template', 'test-app', chart, '--is-upgrade', '--set', 'ClusterName=my-app'];
    expect((await runHelm({ args })).stderr).toContain('or add --reuse-values to keep what is installed');
  });

  test.each([
    ['nothing', { RoleConfig: null }, "at '/RoleConfig': got null, want array"],
    ['an empty list', { RoleConfig: [] }, "at '/RoleConfig': minItems: got 0, want 1"],
    ['a map', { RoleConfig: { routers: {} } }, "at '/RoleConfig': got object, want array"],
  ])('RoleConfig with %s in it', async (_, values, reason) => {
    expect(await renderError({ chart: 'cartridge', values })).toContain(reason);
  });
});

describe('a misspelt RoleConfig', () => {
  test.each(['roleConfig', 'Roleconfig', 'Rolconfig', 'ROLECONFIG', 'role_config', 'RoleConfigs'])(
    '%s is told from it',
    async key => {
      const message = `unknown value "${key}": did you mean RoleConfig?`;
      const alone = { ...guideWithoutRoles, [key]: guideRoles };
      expect(await renderError({ chart: 'cartridge', values: alone })).toContain(message);
      const beside = { ...readGuideValues(), [key]: [] };
      expect(await renderError({ chart: 'cartridge', values: beside })).toContain(message);
    },
  );

  test.each(['RoleName', 'ReplicaCount', 'ReplicaSetCount', 'RolesToAssign'])(
    'a field %s beside it belongs into it',
    async key => {
      const message = await renderError({ chart: 'cartridge', values: { [key]: 1 } });
      expect(message).toContain(`unknown value "${key}": it belongs into each entry of RoleConfig`);
    },
  );
});

describe('ways to give RoleConfig', () => {
  const entry = JSON.stringify([{ RoleName: 'all', RolesToAssign: ['vshard-router', 'vshard-storage'] }]);
  test.each([
    ['--set-json', ['--set-json', `RoleConfig=${entry}`]],
    [
      '--set',
      ['--set', 'RoleConfig[0].RoleName=all', '--set', 'RoleConfig[0].RolesToAssign={vshard-router}'],
    ],
    [
      'a second values file',
      ['-f', csvField(join(repository, 'examples/guide/values.yaml')), '--set-json', `RoleConfig=${entry}`],
    ],
  ])('%s', async (_, args) => {
    const { stdout, stderr } = await runHelm({
      args: ['template', 'x', chart, '--set', 'ClusterName=my-app', ...args],
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/kind: Role\nmetadata:\n {2}name: all$/m);
  });
});
