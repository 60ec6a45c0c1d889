import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  csvField,
  findTools,
  getObject,
  isReady,
  pollUntil,
  repository,
  withValues,
} from '@cartridge-on-kubernetes/test-kit';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { namespace } from './support/guide.ts';
import { isReal } from './support/open-cluster.ts';
import { packApp, secondImage, secondTag } from './support/pack-app.ts';
import { useGuide } from './support/use-guide.ts';

const sidecarImage = 'nginx:test';

describe('customization', () => {
  const guide = useGuide('operator installed');
  const { values } = guide;

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
      csvField(valuesFile),
      '--namespace',
      namespace,
      '--skip-tests',
    ]);
    await writeFile(deployment, rendered.stdout);
    await guide.cluster.kubectl('apply', '--filename', csvField(deployment), '--namespace', namespace);
    await guide.untilReady(90);
    await guide.cluster.kubectl('delete', '--filename', csvField(deployment), '--namespace', namespace);
    await pollUntil({ until: 'the pods of the app are gone', deadlineSeconds: 90 }, async () => {
      expect(Object.keys(await guide.pods())).toEqual([]);
    });
    await guide.cluster.kubectl('delete', 'pvc', '--all', '--namespace', namespace);
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
      const pods = await guide.cluster.kubectl('get', 'pods', '--namespace', namespace);
      for (const name of ['routers-0-0', 'storages-0-0', 'storages-0-1'])
        expect(pods).toMatch(new RegExp(`^${name} +2/2 +Running `, 'm'));

      await packApp(guide.cluster, secondImage, {
        file: 'init.lua',
        edit: source => `${source}\n-- second\n`,
      });
      await guide.upgradeApp({
        ...withValues(values, changed => {
          changed.image.tag = secondTag;
        }),
        extraContainers: [nginxContainer()],
      });
      await pollUntil({ until: 'the StatefulSet has the new image in pim-storage alone' }, async () => {
        const { spec } = await getObject(guide.cluster, {
          namespace,
          kind: 'statefulset',
          name: 'routers-0',
        });
        const images = spec.template.spec.containers.map((container: { name: string; image: string }) => [
          container.name,
          container.image,
        ]);
        expect(images).toEqual([
          ['pim-storage', secondImage],
          ['nginx-container', sidecarImage],
        ]);
      });
      await guide.deletePods();
      await guide.untilReady(90);
      for (const pod of Object.values(await guide.pods())) expect(isReady(pod)).toBe(true);
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
