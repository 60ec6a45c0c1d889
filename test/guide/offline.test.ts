import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appPods, csvField, pollUntil, repository } from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Guide, namespace, openGuide, version } from './support/guide.ts';
import { isReal } from './support/open-cluster.ts';
import { firstImage, packApp } from './support/pack-app.ts';

const example = (file: string) => join(repository, 'examples/offline', file);

/** Only where there is a registry to pull from: images of the local cluster are in its own store. */
describe.runIf(isReal)('installation without the internet', () => {
  let guide: Guide;

  beforeAll(async () => {
    const { startRegistry } = await import('../kubernetes/src/registry.ts');
    guide = await openGuide();
    await startRegistry();
  });
  afterAll(() => guide?.stop());

  test('images are packed into archives, loaded, tagged and pushed to localhost:5000', async () => {
    const { deliverImage } = await import('../kubernetes/src/registry.ts');
    const { operatorTag } = await import('../../scripts/images/project-images.ts');
    await packApp(guide.cluster, firstImage);
    await deliverImage(operatorTag, `localhost:5000/tarantool-operator:${version}`);
    await deliverImage(firstImage, 'localhost:5000/test-app:0.1.0-0-g68f6117');
  });

  test('the operator installs from the archive of its chart', async () => {
    const { cluster, folder } = guide;
    const archive = join(folder, 'charts', `tarantool-operator-${version}.tgz`);
    const values = example('operator_values.yaml');
    const where = ['--namespace', namespace, '--create-namespace'];
    await cluster.helm('install', 'tarantool-operator', '-f', csvField(values), archive, ...where);
    await pollUntil({ until: 'the operator runs' }, async () => {
      expect(await cluster.kubectl('get', 'pods', '--namespace', namespace)).toMatch(
        /^tarantool-operator-\S+ +1\/1 +Running /m,
      );
    });
  });

  test('the application installs from the chart of the unpacked source archive', async () => {
    const { cluster, folder } = guide;
    const name = `tarantool-operator-cartridge-${version}`;
    const unpacked = join(folder, 'unpacked');
    await mkdir(unpacked);
    const archive = join(folder, `${name}.tar.gz`);
    await execa('git', ['archive', `--prefix=${name}/`, `--output=${archive}`, 'HEAD'], { cwd: repository });
    await execa('tar', ['-xzf', archive, '-C', unpacked]);
    const values = join(folder, 'offline-values.yaml');
    await writeFile(values, await readFile(example('values.yaml')));
    const chart = join(unpacked, name, 'examples/kv/helm-chart/');
    await cluster.helm('install', '-f', csvField(values), 'test-app', chart, '--namespace', namespace);
    await guide.untilReady(90);
    const { image } = parse(await readFile(values, 'utf8'));
    for (const pod of Object.values(await appPods(cluster, namespace)))
      expect(pod.spec.containers[0].image).toBe(`${image.repository}:${image.tag}`);
  });
});
