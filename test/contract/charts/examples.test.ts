import { projectVersion } from '@cartridge-on-kubernetes/test-kit';
import { describe, expect, test } from 'vitest';
import { exampleValues, type Manifest, renderManifests } from './helm.ts';
import { podSpecs, restrictedViolations } from './pod-specs.ts';
import { prunedFields } from './pruned-fields.ts';

const unrestricted = "the image's own user is not checked before the container starts";
const exceptions: Record<string, string> = { 'examples/own-user/values.yaml': unrestricted };

describe.each(exampleValues())('%s', file => {
  const manifests: Promise<Manifest[]> = renderManifests({ chart: 'cartridge', files: [file] });

  test('makes one cluster with the roles it names', async () => {
    const kinds = (await manifests).map(({ kind }) => kind);
    expect(kinds.filter(kind => kind === 'Cluster')).toHaveLength(1);
    expect(kinds).toContain('ReplicasetTemplate');
  });

  test('loses nothing to the schemas of the custom resources', async () => {
    const resources = (await manifests).filter(({ apiVersion }) => apiVersion.startsWith('tarantool.io/'));
    expect(resources.flatMap(prunedFields)).toEqual([]);
  });

  test('gives each instance its arena and the reserve', async () => {
    for (const { spec } of podSpecs(await manifests).filter(({ name }) =>
      name.startsWith('ReplicasetTemplate'),
    )) {
      const [app] = spec.containers;
      const arena = Number(app?.env?.find(({ name }) => name === 'TARANTOOL_MEMTX_MEMORY')?.value);
      const limit = /^(\d+)Mi$/.exec(app?.resources?.limits.memory ?? '')?.[1];
      expect(Number(limit) * 2 ** 20).toBe(arena + 256 * 2 ** 20);
    }
  });

  test('passes Pod Security restricted, or says why not', async () => {
    const violations = podSpecs(await manifests).flatMap(({ spec }) => restrictedViolations(spec));
    const reason = exceptions[file];
    if (reason === undefined) expect(violations).toEqual([]);
    else expect(violations, reason).toContain('pim-storage: runAsNonRoot');
  });
});

test('the operator passes Pod Security restricted, offline too', async () => {
  const manifests = await renderManifests({
    chart: 'tarantool-operator',
    files: ['examples/offline/operator_values.yaml'],
  });
  const specs = podSpecs(manifests);
  expect(specs.flatMap(({ spec }) => restrictedViolations(spec))).toEqual([]);
  expect(specs.map(({ spec }) => spec.containers[0]?.image)).toEqual([
    `localhost:5000/tarantool-operator:${projectVersion}`,
  ]);
});

test('the application container stays the first', async () => {
  const manifests = await renderManifests({
    chart: 'cartridge',
    files: ['examples/sidecar-nginx/values.yaml'],
  });
  const names = podSpecs(manifests)
    .filter(({ name }) => name.startsWith('ReplicasetTemplate'))
    .map(({ spec }) => spec.containers.map(({ name }) => name));
  expect(names).toEqual([
    ['pim-storage', 'nginx-container'],
    ['pim-storage', 'nginx-container'],
  ]);
});

test('roles are added without a new pod template, so that no pod looks outdated', async () => {
  const templates = async (file: string) => {
    const manifests = await renderManifests({ chart: 'cartridge', files: [file] });
    return manifests.filter(({ kind }) => kind === 'ReplicasetTemplate').map(({ spec }) => spec.template);
  };
  expect(await templates('examples/failover-coordinator/values.yaml')).toEqual(
    await templates('examples/guide/values.yaml'),
  );
});
