import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  appPods,
  csvField,
  type GuideCluster,
  getObjects,
  makeLocalTestCluster,
  readGuideValues,
  repository,
  startGuideCluster,
  type TestCluster,
} from '@cartridge-on-kubernetes/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';

const namespace = 'tarantool';
const chart = join(repository, 'charts/cartridge');

/** Which objects there are, in which version: the same afterwards means that nobody wrote anything. */
async function written(cluster: TestCluster): Promise<string[]> {
  const kinds = 'clusters.tarantool.io,roles.tarantool.io,replicasettemplates.tarantool.io,statefulsets';
  const objects = await getObjects(cluster, namespace, kinds);
  return objects.map(({ metadata }) => `${metadata.name} ${metadata.uid} ${metadata.generation}`);
}

describe('an upgrade that forgets what is installed is refused, and touches nothing', () => {
  let cluster: GuideCluster;
  let before: { objects: string[]; pods: unknown };

  async function state() {
    const pods = Object.values(await appPods(cluster, namespace)).map(({ metadata, status }) => [
      metadata.uid,
      status.containerStatuses[0].restartCount,
    ]);
    return { objects: await written(cluster), pods };
  }

  function upgrade(...args: string[]): Promise<string> {
    return cluster.helm('upgrade', 'test-app', chart, '--namespace', namespace, ...args);
  }

  async function valuesFile(values: object): Promise<string> {
    const file = join(cluster.home, 'forgetful.yaml');
    await writeFile(file, stringify(values));
    return file;
  }

  beforeAll(async () => {
    cluster = await startGuideCluster();
    before = await state();
  });
  afterAll(() => cluster?.stop());

  test('values without RoleConfig', async () => {
    const { RoleConfig: _, ...values } = readGuideValues();
    await expect(upgrade('-f', csvField(await valuesFile(values)))).rejects.toThrow('RoleConfig is missing');
    expect(await state()).toEqual(before);
  });

  test('one --set, which drops all values of before', async () => {
    await expect(upgrade('--set', 'StorageClass=fast')).rejects.toThrow(
      'The roles of the example would take the place of those that are installed: routers, storages',
    );
    expect(await state()).toEqual(before);
  });

  test('values without ClusterName', async () => {
    const { ClusterName: _, ...values } = readGuideValues();
    await expect(upgrade('-f', csvField(await valuesFile(values)))).rejects.toThrow(
      'set ClusterName to "test-app"',
    );
    expect(await state()).toEqual(before);
  });

  test('--reuse-values keeps the roles, and so does an upgrade without any values', async () => {
    await upgrade('--reuse-values', '--set', 'ClusterEnv=prod');
    await upgrade();
    const templates = await getObjects(cluster, namespace, 'replicasettemplates.tarantool.io');
    expect(
      templates.map(({ metadata, spec }) => [metadata.name, spec.template.metadata.labels.environment]),
    ).toEqual([
      ['routers-template', 'prod'],
      ['storages-template', 'prod'],
    ]);
    expect((await state()).pods).toEqual(before.pods);
  });
});

describe('the example without any values', () => {
  let cluster: Awaited<ReturnType<typeof makeLocalTestCluster>>;

  function helm(...args: string[]): Promise<string> {
    return cluster.helm(...args, '--namespace', namespace);
  }

  async function roleNames(): Promise<string[]> {
    return (await getObjects(cluster, namespace, 'roles.tarantool.io')).map(({ metadata }) => metadata.name);
  }

  beforeAll(async () => {
    cluster = await makeLocalTestCluster();
    await cluster.up('--bare');
    await helm(
      'install',
      'tarantool-operator',
      join(repository, 'charts/tarantool-operator'),
      '--create-namespace',
    );
    await helm('install', 'example', chart);
  });
  afterAll(() => cluster?.stop());

  test('is upgraded without them', async () => {
    await helm('upgrade', 'example', chart);
    await helm('upgrade', 'example', chart, '--set', 'image.tag=0.0.4');
    await helm('upgrade', 'example', chart, '--set', 'image.tag=0.0.5', '--reuse-values');
    expect(await roleNames()).toEqual(['routers', 'storage']);
  });

  test('with roles of its own it must go on naming them', async () => {
    const roles = [{ RoleName: 'all', RolesToAssign: ['app.roles.router', 'app.roles.storage'] }];
    await helm('upgrade', 'example', chart, '--set-json', `RoleConfig=${JSON.stringify(roles)}`);
    await expect(helm('upgrade', 'example', chart, '--set', 'image.tag=0.0.6')).rejects.toThrow(
      'those that are installed: all',
    );
    expect(await roleNames()).toEqual(['all']);
  });
});
