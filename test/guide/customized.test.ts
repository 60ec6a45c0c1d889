import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  appPods,
  findTools,
  type GuideValues,
  getObject,
  isReady,
  pollUntil,
  repository,
  withValues,
} from '@cartridge/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { deleteAppPods } from './support/delete-app-pods.ts';
import { type Guide, namespace, openGuide } from './support/guide.ts';
import { isReal } from './support/open-cluster.ts';
import { firstImage, packApp, secondImage, secondTag } from './support/pack-app.ts';

const sidecarImage = 'nginx:test';

describe('customization', () => {
  let guide: Guide;
  let cluster: Guide['cluster'];
  let values: GuideValues;

  beforeAll(async () => {
    guide = await openGuide();
    ({ cluster, values } = guide);
    await packApp(cluster, firstImage);
    await guide.installOperator();
  });
  afterAll(() => guide?.stop());

  test('deployment.yaml with kubectl instead of helm', async () => {
    const deployment = join(guide.folder, 'deployment.yaml');
    const { helm } = await findTools();
    const chart = join(repository, 'examples/kv/helm-chart');
    const valuesFile = join(guide.folder, 'guide-values.yaml');
    await writeFile(valuesFile, stringify(values));
    const rendered = await promisify(execFile)(helm, [
      'template',
      'test-app',
      chart,
      '--values',
      valuesFile,
      '--namespace',
      namespace,
      '--skip-tests',
    ]);
    await writeFile(deployment, rendered.stdout);
    await cluster.kubectl('apply', '--filename', deployment, '--namespace', namespace);
    await guide.untilReady(90);
    await cluster.kubectl('delete', '--filename', deployment, '--namespace', namespace);
    await pollUntil({ until: 'the pods of the app are gone', deadlineSeconds: 90 }, async () => {
      expect(Object.keys(await appPods(cluster, namespace))).toEqual([]);
    });
    await cluster.kubectl('delete', 'pvc', '--all', '--namespace', namespace);
  });

  // The local cluster runs the programs node and tarantool alone: no nginx, and no images of others.
  test.runIf(isReal)(
    'nginx beside each instance: 2/2, and a new image touches pim-storage only',
    async () => {
      const { importNginx } = await import('../kubernetes/src/nginx-image.ts');
      await importNginx(sidecarImage);
      const withSidecar = { ...values, extraContainers: [nginxContainer()] };
      await guide.installApp(withSidecar);
      await guide.untilReady(90);
      const pods = await cluster.kubectl('get', 'pods', '--namespace', namespace);
      for (const name of ['routers-0-0', 'storages-0-0', 'storages-0-1'])
        expect(pods).toMatch(new RegExp(`^${name} +2/2 +Running `, 'm'));

      await packApp(cluster, secondImage, { file: 'init.lua', edit: source => `${source}\n-- second\n` });
      await guide.upgradeApp({
        ...withValues(values, changed => {
          changed.image.tag = secondTag;
        }),
        extraContainers: [nginxContainer()],
      });
      await pollUntil({ until: 'the StatefulSet has the new image in pim-storage alone' }, async () => {
        const { spec } = await getObject(cluster, { namespace, kind: 'statefulset', name: 'routers-0' });
        const images = spec.template.spec.containers.map((container: { name: string; image: string }) => [
          container.name,
          container.image,
        ]);
        expect(images).toEqual([
          ['pim-storage', secondImage],
          ['nginx-container', sidecarImage],
        ]);
      });
      await deleteAppPods(cluster, namespace);
      await guide.untilReady(90);
      for (const pod of Object.values(await appPods(cluster, namespace))) expect(isReady(pod)).toBe(true);
    },
  );
});

function nginxContainer(): object {
  return {
    name: 'nginx-container',
    image: sidecarImage,
    volumeMounts: [{ name: 'www', mountPath: '/data', readOnly: true }],
  };
}
