import type { KubeObject, Resource } from '@cartridge-on-kubernetes/kube';
import { pollUntil, type TestCluster } from '@cartridge-on-kubernetes/test-kit';
import { inParallel } from '../../../scripts/bench/in-parallel.ts';
import { namespace } from '../../guide/support/guide.ts';
import { openClusterClient } from '../src/cluster-client.ts';

type Manifest = KubeObject & Record<string, unknown>;

interface ForeignKind {
  resource: Resource<Manifest>;
  count: number;
  make(name: string, namespace: string): Manifest;
}

const elsewhere = 'elsewhere';
const label = { app: 'foreign' };

/** Services and Warning events carry no label of a cluster: these are what the operator cannot be spared. */
const foreign: ForeignKind[] = [
  { resource: core('Pod', 'pods'), count: 4000, make: makePod },
  { resource: core('Secret', 'secrets'), count: 4000, make: makeSecret },
  { resource: core('Service', 'services'), count: 1000, make: makeService },
  { resource: core('Event', 'events'), count: 1000, make: makeEvent },
];

export const foreignCount = foreign.reduce((sum, { count }) => sum + count, 0);

/** Ten thousand objects of somebody else: half of them in the operator's namespace, the others in another one. */
export async function createForeignObjects(cluster: TestCluster): Promise<void> {
  await cluster.kubectl('create', 'namespace', elsewhere);
  await pollUntil({ until: 'pods can be created there' }, () =>
    cluster.kubectl('get', 'serviceaccount', 'default', '--namespace', elsewhere),
  );
  const client = await openClusterClient();
  try {
    for (const { resource, count, make } of foreign) {
      const items = Array.from({ length: count }, (_, index) =>
        make(`foreign-${index}`, index % 2 === 0 ? namespace : elsewhere),
      );
      await inParallel({ items, atATime: 32 }, item => client.create(resource, item));
    }
  } finally {
    await client.close();
  }
}

export async function deleteForeignObjects(cluster: TestCluster): Promise<void> {
  for (const { resource } of foreign) {
    const path = `/api/v1/namespaces/${namespace}/${resource.plural}?labelSelector=app%3Dforeign`;
    await cluster.kubectl('delete', '--raw', path);
  }
  await cluster.kubectl('delete', 'namespace', elsewhere);
}

function core(kind: string, plural: string): Resource<Manifest> {
  return { group: '', version: 'v1', kind, plural, namespaced: true };
}

function metadataOf(name: string, inNamespace: string) {
  return { name, namespace: inNamespace, labels: label };
}

/** Of a scheduler that is not there, so that nothing but its being there counts: no other writes to it. */
function makePod(name: string, inNamespace: string): Manifest {
  const env = Array.from({ length: 20 }, (_, index) => ({
    name: `SETTING_${index}`,
    value: `a value of an ordinary length, number ${index}`,
  }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: metadataOf(name, inNamespace),
    spec: {
      schedulerName: 'nobody',
      automountServiceAccountToken: false,
      containers: [{ name: 'main', image: 'registry.local/foreign:1', env }],
    },
  };
}

function makeSecret(name: string, inNamespace: string): Manifest {
  const stringData = { value: 'x'.repeat(1000) };
  return { apiVersion: 'v1', kind: 'Secret', metadata: metadataOf(name, inNamespace), stringData };
}

function makeService(name: string, inNamespace: string): Manifest {
  const spec = { clusterIP: 'None', ports: [{ name: 'web', port: 80 }] };
  return { apiVersion: 'v1', kind: 'Service', metadata: metadataOf(name, inNamespace), spec };
}

function makeEvent(name: string, inNamespace: string): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: metadataOf(name, inNamespace),
    involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace: inNamespace, name },
    type: 'Warning',
    reason: 'BackOff',
    message: 'Back-off restarting failed container main in pod foreign',
    lastTimestamp: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    source: { component: 'kubelet', host: 'somewhere' },
  };
}
