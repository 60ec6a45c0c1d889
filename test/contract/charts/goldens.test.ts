import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvField, repository } from '@cartridge-on-kubernetes/test-kit';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderText, runHelm } from './helm.ts';

test.each(['cartridge', 'tarantool-operator'])('helm lint finds nothing against %s', async chart => {
  const result = await runHelm({ args: ['lint', '--strict', '--quiet', join(repository, 'charts', chart)] });
  expect(result).toMatchObject({ exitCode: 0, stdout: '' });
});

test("the guide's values, rendered", async () => {
  const text = await renderText({ chart: 'cartridge', files: ['examples/guide/values.yaml'] });
  await expect(text).toMatchFileSnapshot('testdata/goldens/guide.yaml');
});

test('the operator, rendered', async () => {
  await expect(await renderText({ chart: 'tarantool-operator' })).toMatchFileSnapshot(
    'testdata/goldens/tarantool-operator.yaml',
  );
});

test('a namespace that refuses what it should, rendered', async () => {
  const folder = 'examples/restricted-namespace';
  await expect(
    onlyPolicies(await renderText({ chart: 'cartridge', files: [`${folder}/values.yaml`] })),
  ).toMatchFileSnapshot('testdata/goldens/network-policies-of-cartridge.yaml');
  await expect(
    onlyPolicies(
      await renderText({ chart: 'tarantool-operator', files: [`${folder}/operator_values.yaml`] }),
    ),
  ).toMatchFileSnapshot('testdata/goldens/network-policy-of-tarantool-operator.yaml');
});

test('the path of earlier versions leads to the same chart', async () => {
  const values = join(repository, 'examples/guide/values.yaml');
  const args = [
    'template',
    'test-app',
    `${join(repository, 'examples/kv/helm-chart')}/`,
    '-n',
    'tarantool',
    '-f',
    csvField(values),
  ];
  const { stdout } = await runHelm({ args });
  expect(stdout).toBe(await renderText({ chart: 'cartridge', files: ['examples/guide/values.yaml'] }));
});

test('both charts and all image tags of ours are of one version', () => {
  const read = (file: string) => parse(readFileSync(join(repository, file), 'utf8'));
  const { version } = read('package.json');
  expect({
    operator: read('charts/tarantool-operator/Chart.yaml').version,
    operatorApp: read('charts/tarantool-operator/Chart.yaml').appVersion,
    operatorImage: read('charts/tarantool-operator/values.yaml').image.tag,
    cartridge: read('charts/cartridge/Chart.yaml').version,
    testImage: read('charts/cartridge/values.yaml').test.image.tag,
    offlineImage: read('examples/offline/operator_values.yaml').image.tag,
  }).toEqual({
    operator: version,
    operatorApp: version,
    operatorImage: version,
    cartridge: version,
    testImage: version,
    offlineImage: version,
  });
});

function onlyPolicies(text: string): string {
  return text
    .split(/^(?=---\n)/m)
    .filter(document => document.includes('kind: NetworkPolicy'))
    .join('');
}
