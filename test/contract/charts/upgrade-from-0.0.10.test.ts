import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Manifest, renderManifests } from './helm.ts';

const folder = new URL('testdata/objects-0.0.10/', import.meta.url);

/** Objects that the charts 0.0.10 made, as read back from a cluster. */
function readObjects(plural: string): Manifest[] {
  const { items } = JSON.parse(readFileSync(new URL(`${plural}.json`, folder), 'utf8')) as {
    items: Manifest[];
  };
  // The operator's own Service is not the chart's.
  return items.filter(({ metadata }) => metadata.annotations?.['meta.helm.sh/release-name']);
}

async function rendered(kind: string): Promise<Manifest[]> {
  const manifests = await renderManifests({
    chart: 'cartridge',
    files: ['test/contract/charts/testdata/objects-0.0.10/values.yaml'],
  });
  return manifests.filter(manifest => manifest.kind === kind);
}

function byName(manifests: readonly Manifest[]): Manifest[] {
  return [...manifests].sort((a, b) => a.metadata.name.localeCompare(b.metadata.name, 'en'));
}

/** Helm adds its own label when it installs. */
function withoutHelm(labels: Record<string, string> | undefined): Record<string, string> {
  const { 'app.kubernetes.io/managed-by': _, ...rest } = labels ?? {};
  return rest;
}

test.each([
  ['clusters', 'Cluster'],
  ['roles', 'Role'],
  ['replicasettemplates', 'ReplicasetTemplate'],
  ['services', 'Service'],
])('%s keep their names and labels', async (plural, kind) => {
  const identity = ({ metadata }: Manifest) => ({
    name: metadata.name,
    labels: withoutHelm(metadata.labels),
  });
  expect(byName(await rendered(kind)).map(identity)).toEqual(byName(readObjects(plural)).map(identity));
});

test.each([
  ['clusters', 'Cluster'],
  ['roles', 'Role'],
])('%s keep their specs', async (plural, kind) => {
  const specs = (manifests: readonly Manifest[]) => byName(manifests).map(({ spec }) => spec);
  expect(specs(await rendered(kind))).toEqual(specs(readObjects(plural)));
});

test('what a StatefulSet can never change stays', async () => {
  const fixed = ({ spec }: Manifest) => ({
    serviceName: spec.serviceName,
    selector: spec.selector,
    volumeClaimTemplates: spec.volumeClaimTemplates,
    podManagementPolicy: spec.podManagementPolicy,
  });
  expect(byName(await rendered('ReplicasetTemplate')).map(fixed)).toEqual(
    byName(readObjects('replicasettemplates')).map(fixed),
  );
});

test('an instance keeps its name, address, arena and mount', async () => {
  const before = byName(readObjects('replicasettemplates'));
  const after = byName(await rendered('ReplicasetTemplate'));
  for (const [index, template] of after.entries()) {
    const [old, now] = [
      before[index]?.spec.template.spec.containers[0],
      template.spec.template.spec.containers[0],
    ];
    expect(now.name).toBe(old.name);
    // A broadcast would reach instances of other clusters on the same node.
    expect(now.env).toEqual([...old.env, { name: 'TARANTOOL_SWIM_BROADCAST', value: 'false' }]);
    expect(now.ports).toEqual(old.ports);
    expect(now.volumeMounts).toEqual(expect.arrayContaining(old.volumeMounts));
    expect(template.spec.template.metadata.labels).toMatchObject(
      before[index]?.spec.template.metadata.labels,
    );
  }
});
