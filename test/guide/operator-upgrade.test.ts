import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { customResourceDefinitions } from '@cartridge-on-kubernetes/api';
import {
  appPods,
  csvField,
  getObject,
  getObjects,
  type KubernetesObject,
  pollUntil,
  withValues,
} from '@cartridge-on-kubernetes/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type Guide, namespace, openGuide, version } from './support/guide.ts';
import { firstImage, packApp } from './support/pack-app.ts';
import { publishOperator } from './support/publish-operator.ts';

const earlierVersion = '0.0.99';
const otherNamespace = 'another';
/** All that an operator writes, and what it makes it from. */
const kinds =
  'clusters.tarantool.io,roles.tarantool.io,replicasettemplates.tarantool.io,statefulsets,services,poddisruptionbudgets';
const definitionNames = [...customResourceDefinitions().keys()].map(plural => `${plural}.tarantool.io`);

describe('an operator of an earlier version, installed with its definitions', () => {
  let guide: Guide;
  let cluster: Guide['cluster'];
  let pods: unknown;
  let objects: string[];

  beforeAll(async () => {
    guide = await openGuide();
    ({ cluster } = guide);
    await packApp(cluster, firstImage);
    await publishOperator(guide, { version: earlierVersion, definitions: earlierDefinitions() });
    // Those that other tests used: definitions belong to the whole Kubernetes cluster.
    await cluster.kubectl('delete', '--ignore-not-found', ...definitionNames.map(name => `crd/${name}`));
    await guide.installOperator('--version', earlierVersion, '--set', 'podAnnotations.team=data');
    await guide.installApp(guide.values);
    await guide.untilReady(90);
    pods = await podIdentities();
    objects = await objectVersions();
  });
  afterAll(async () => {
    if (guide !== undefined) await applyDefinitions();
    await guide?.stop();
  });

  test('is replaced by a newer chart; the new one finds nothing to write', async () => {
    const [before] = await operatorPods();
    expect(before?.spec.containers[0].image).toBe(`tarantool/tarantool-operator:${earlierVersion}`);
    await upgradeOperator();
    const [after] = await operatorPods();
    expect(after?.metadata.uid).not.toBe(before?.metadata.uid);
    expect(after?.spec.containers[0].image).toBe(`tarantool/tarantool-operator:${version}`);
    expect(after?.metadata.annotations).toHaveProperty('team', 'data');
    await untilLooked();
    await expectUntouched();
  });

  test('the new one says in log and events what the definitions lack, and how to get it', async () => {
    expect(await operatorLog()).toMatch(/"missing":\["spec\.allRw"\].*A resource definition is older/);
    await pollUntil({ until: 'the event is there' }, async () => {
      const events = await getObjects(cluster, namespace, 'events');
      expect(events).toContainEqual(
        expect.objectContaining({
          reason: 'DefinitionOutdated',
          involvedObject: expect.objectContaining({ kind: 'Cluster', name: 'test-app' }),
          message: expect.stringMatching(/definition of Role is older.*spec\.allRw.*helm show crds/),
        }),
      );
    });
    expect(await roleSpecWith({ allRw: true })).not.toHaveProperty('allRw');
  });

  test('new definitions reach the running cluster without a change to its objects', async () => {
    await applyDefinitions();
    await pollUntil({ until: 'the new field is kept' }, async () =>
      expect(await roleSpecWith({ allRw: true })).toHaveProperty('allRw', true),
    );
    await expectUntouched();
    await cluster.kubectl('rollout', 'restart', 'deployment/tarantool-operator', '--namespace', namespace);
    await untilRolledOut();
    await untilLooked();
    expect(await operatorLog()).not.toContain('A resource definition is older');
    await expectUntouched();
  });

  test('goes back to its version by helm rollback, and the definitions stay', async () => {
    const definitions = await definitionIdentities();
    await cluster.helm('rollback', 'tarantool-operator', '1', '--namespace', namespace);
    await untilRolledOut();
    await untilLooked();
    expect((await operatorPods())[0]?.spec.containers[0].image).toContain(`:${earlierVersion}`);
    expect(await definitionIdentities()).toEqual(definitions);
    await expectUntouched();
  });

  test.each([
    ['the same version', ['--version', version]],
    ['an earlier version', ['--version', earlierVersion, '--skip-crds']],
  ])('an operator of %s comes to another namespace and goes; the definitions stay', async (_, args) => {
    const definitions = await definitionIdentities();
    await guide.installOperator('--namespace', otherNamespace, ...args);
    await cluster.helm('uninstall', 'tarantool-operator', '--namespace', otherNamespace);
    expect(await definitionIdentities()).toEqual(definitions);
    await expectUntouched();
  });

  test('definitions of an earlier version do not take the place of newer ones', async () => {
    const definitions = await definitionIdentities();
    // helm 3 leaves them alone; helm 4 would apply its own, and is refused.
    const outcome = await guide
      .installOperator('--namespace', otherNamespace, '--version', earlierVersion)
      .then(
        () => 'installed',
        (error: Error) => error.message,
      );
    expect(outcome).toMatch(/^installed$|failed to install CRD .*conflict/s);
    expect(await definitionIdentities()).toEqual(definitions);
    expect(await roleSpecWith({ allRw: true })).toHaveProperty('allRw', true);
  });

  test('uninstalled, and installed again in the new version, it takes the cluster over as it is', async () => {
    await cluster.helm('uninstall', 'tarantool-operator', '--namespace', namespace);
    await pollUntil({ until: 'the operator is gone' }, async () => expect(await operatorPods()).toEqual([]));
    await expectUntouched();
    await guide.installOperator();
    await untilRolledOut();
    await untilLooked();
    await expectUntouched();
  });

  test('it does its work afterwards', async () => {
    const grown = withValues(guide.values, changed => {
      changed.RoleConfig[1].ReplicaCount = 3;
    });
    await guide.upgradeApp(grown);
    await pollUntil({ until: 'the third storage is there' }, async () =>
      expect(await appPods(cluster, namespace)).toHaveProperty('storages-0-2'),
    );
    await guide.untilReady(90);
  });

  async function expectUntouched(): Promise<void> {
    expect(await podIdentities()).toEqual(pods);
    expect(await objectVersions()).toEqual(objects);
  }

  /** As docs/how-to/upgrade-the-operator.md says it. */
  async function applyDefinitions(): Promise<void> {
    const file = join(guide.folder, 'definitions.yaml');
    const chart = ['tarantool/tarantool-operator', '--version', version];
    await writeFile(file, await cluster.helm('show', 'crds', ...chart));
    await cluster.kubectl('replace', '--filename', csvField(file));
  }

  async function upgradeOperator(): Promise<void> {
    const chart = ['tarantool-operator', 'tarantool/tarantool-operator', '--version', version];
    await cluster.helm('upgrade', ...chart, '--namespace', namespace, '--reset-then-reuse-values');
    await untilRolledOut();
  }

  async function untilRolledOut(): Promise<void> {
    const deployment = ['deployment/tarantool-operator', '--namespace', namespace];
    await cluster.kubectl('rollout', 'status', ...deployment, '--timeout=90s');
    await pollUntil({ until: 'one operator is left' }, async () =>
      expect(await operatorPods()).toHaveLength(1),
    );
  }

  /** The operator has the Lease, and has been through the Cluster. */
  async function untilLooked(): Promise<void> {
    const [pod] = await operatorPods();
    await pollUntil({ until: 'the operator has looked at the Cluster', deadlineSeconds: 90 }, async () => {
      await using forward = await cluster.portForward(pod?.metadata.name ?? '', { namespace, port: 8080 });
      const metrics = await (await fetch(`${forward.url}/metrics`)).text();
      expect(metrics).toMatch(/^tarantool_operator_pass_seconds_count [1-9]/m);
      expect(metrics).toMatch(/^tarantool_operator_cluster_ready\{.*\} 1$/m);
    });
  }

  async function operatorPods(): Promise<KubernetesObject[]> {
    const all = await getObjects(cluster, namespace, 'pods');
    return all.filter(pod => pod.metadata.labels?.name === 'tarantool-operator');
  }

  function operatorLog(): Promise<string> {
    return cluster.kubectl('logs', 'deployment/tarantool-operator', '--namespace', namespace);
  }

  async function podIdentities(): Promise<unknown> {
    const identities = Object.values(await appPods(cluster, namespace)).map(({ metadata, status }) => [
      metadata.name,
      metadata.uid,
      status.containerStatuses[0].restartCount,
    ]);
    return identities.sort();
  }

  async function objectVersions(): Promise<string[]> {
    const all = await getObjects(cluster, namespace, kinds);
    return all
      .map(({ metadata }) => `${metadata.name} ${metadata.uid} ${metadata.resourceVersion}`)
      .filter(line => !line.startsWith('tarantool-operator'))
      .sort();
  }

  async function definitionIdentities(): Promise<string[]> {
    const all = await Promise.all(
      definitionNames.map(name => getObject(cluster, { namespace, kind: 'crd', name })),
    );
    return all.map(({ metadata }) => `${metadata.name} ${metadata.uid} ${metadata.generation}`);
  }

  /** What a Role would be with this change; nothing is changed. */
  async function roleSpecWith(spec: object): Promise<object> {
    const patch = ['--type=merge', '--patch', JSON.stringify({ spec }), '--dry-run=server'];
    const role = ['roles.tarantool.io', 'storages', '--namespace', namespace, '--output', 'json'];
    return JSON.parse(await cluster.kubectl('patch', ...role, ...patch)).spec;
  }
});

/** The definitions as they were before Roles had one of their fields. */
function earlierDefinitions(): Record<string, string> {
  const definitions = [...customResourceDefinitions()].map(([plural, definition]) => {
    const copy = structuredClone(definition) as Record<string, unknown> & KubernetesObject;
    if (plural === 'roles')
      delete copy.spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.allRw;
    return [`${plural}.yaml`, stringify(copy, { aliasDuplicateObjects: false })];
  });
  return Object.fromEntries(definitions);
}
