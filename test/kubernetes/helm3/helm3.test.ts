import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { extractBundledTool } from '@cartridge-on-kubernetes/cli';
import {
  appPods,
  findTools,
  type GuideValues,
  getObject,
  getObjects,
  LocalTestCluster,
  pollUntil,
  withValues,
} from '@cartridge-on-kubernetes/test-kit';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Guide, namespace, openGuide, version } from '../../guide/support/guide.ts';
import { firstImage, packApp } from '../../guide/support/pack-app.ts';

test('helm is helm 3 here', async () => {
  const { stdout } = await execa((await findTools()).helm, ['version', '--template', '{{.Version}}']);
  expect(stdout).toMatch(/^v3\.\d+\.\d+$/);
});

describe('a release that helm 3 made', () => {
  let guide: Guide;
  let cluster: Guide['cluster'];
  let values: GuideValues;
  /** helm 4 in the hands of the same person */
  let helm4: Guide['cluster'];
  let pods: unknown;

  async function podIdentities() {
    const identities = Object.values(await appPods(cluster, namespace)).map(({ metadata, status }) => [
      metadata.name,
      metadata.uid,
      status.containerStatuses[0].restartCount,
    ]);
    return identities.sort();
  }

  /** The release's values go into the objects; what the operator and people wrote stays. */
  async function expectInstalled({ environment }: { environment: string }) {
    const template = await getObject(cluster, {
      namespace,
      kind: 'replicasettemplates.tarantool.io',
      name: 'storages-template',
    });
    expect(template.spec.template.metadata.labels.environment).toBe(environment);
    await guide.untilReady(90);
    expect(await podIdentities()).toEqual(pods);
  }

  const inEnvironment = (environment: string) =>
    withValues(values, changed => {
      changed.ClusterEnv = environment;
    });

  beforeAll(async () => {
    guide = await openGuide();
    ({ cluster, values } = guide);
    const { kubectl } = await findTools();
    helm4 = new LocalTestCluster((cluster as LocalTestCluster).home, {
      kubectl,
      helm: await extractBundledTool('helm'),
    });
    await packApp(cluster, firstImage);
    await guide.installAll();
    pods = await podIdentities();
  });
  afterAll(() => guide?.stop());

  test('is searched for, pulled, shown and described', async () => {
    expect(await cluster.helm('search', 'repo', 'tarantool')).toMatch(
      /^tarantool\/cartridge\s+0\.1\.0\s+0\.0\.3\s+A Helm chart for tarantool/m,
    );
    await cluster.helm('pull', 'tarantool/cartridge', '--untar', '--untardir', guide.folder);
    expect(await readdir(join(guide.folder, 'cartridge'))).toContain('values.schema.json');
    expect(await cluster.helm('show', 'crds', 'tarantool/tarantool-operator')).toContain(
      'name: clusters.tarantool.io',
    );
    expect(await cluster.helm('status', 'test-app', '--namespace', namespace)).toContain('STATUS: deployed');
    expect(await cluster.helm('test', 'test-app', '--namespace', namespace)).toContain('Phase:');
  });

  test('is upgraded by helm 3, without a restart', async () => {
    await guide.upgradeApp(inEnvironment('three'));
    await expectInstalled({ environment: 'three' });
  });

  test('keeps what the operator wrote into its objects', async () => {
    const annotations = async () =>
      (await getObject(cluster, { namespace, kind: 'clusters.tarantool.io', name: 'test-app' })).metadata
        .annotations;
    const before = await annotations();
    expect(before).toHaveProperty(['tarantool.io/formed'], '1');
    await guide.upgradeApp(inEnvironment('again'));
    expect(await annotations()).toEqual(before);
  });

  test.each([
    ['as it does', []],
    ['with server-side apply', ['--server-side=true', '--force-conflicts']],
  ])('is taken over by helm 4 %s, and given back to helm 3', async (_, args) => {
    const chart = ['test-app', 'tarantool/cartridge', '--namespace', namespace, '--version', version];
    await helm4.helm('upgrade', ...chart, '--reuse-values', '--set', 'ClusterEnv=four', ...args);
    await expectInstalled({ environment: 'four' });
    await cluster.helm('upgrade', ...chart, '--reuse-values', '--set', 'ClusterEnv=three');
    await expectInstalled({ environment: 'three' });
  });

  test('goes back to an earlier revision', async () => {
    await cluster.helm('rollback', 'test-app', '2', '--namespace', namespace);
    await expectInstalled({ environment: 'three' });
    await cluster.helm('rollback', 'test-app', '1', '--namespace', namespace);
    await expectInstalled({ environment: 'dev' });
  });

  test('the operator is upgraded by helm 4 and by helm 3 after it', async () => {
    const chart = ['tarantool-operator', 'tarantool/tarantool-operator', '--namespace', namespace];
    for (const [helm, cpu] of [
      [helm4, '60m'],
      [cluster, '70m'],
    ] as const) {
      await helm.helm('upgrade', ...chart, '--set', `resources.requests.cpu=${cpu}`);
      await cluster.kubectl(
        'rollout',
        'status',
        'deployment/tarantool-operator',
        '-n',
        namespace,
        '--timeout=60s',
      );
      const [container] = (
        await getObject(cluster, { namespace, kind: 'deployment', name: 'tarantool-operator' })
      ).spec.template.spec.containers;
      expect(container.resources.requests.cpu).toBe(cpu);
    }
    expect(await podIdentities()).toEqual(pods);
  });

  test('is uninstalled with its pods; volumes and definitions stay', async () => {
    await cluster.helm('uninstall', 'test-app', '--namespace', namespace);
    await cluster.helm('uninstall', 'tarantool-operator', '--namespace', namespace);
    await pollUntil({ until: 'no pod is left' }, async () => {
      expect(await cluster.kubectl('get', 'pods', '--namespace', namespace, '--output', 'name')).toBe('');
    });
    expect(await getObjects(cluster, namespace, 'persistentvolumeclaims')).toHaveLength(3);
    expect(await getObjects(cluster, namespace, 'clusters.tarantool.io')).toEqual([]);
  });
});
