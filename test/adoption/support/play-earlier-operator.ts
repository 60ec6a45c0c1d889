import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  appPods,
  askAdminApi,
  csvField,
  getObject,
  isReady,
  type KubernetesObject,
  pollUntil,
  type TestCluster,
} from '@cartridge-on-kubernetes/test-kit';
import { stringify } from 'yaml';
import type { EarlierVersion, Manifest } from './earlier-version.ts';
import { namespace, readTopology, type TopologyRow } from './topology.ts';

/**
 * Installs the charts of an earlier version and does what its operator did, with the names and uuids of the fixture.
 * The operator's own image is not there, so its pod does not run.
 */
export async function makeEarlierCluster(cluster: TestCluster, earlier: EarlierVersion): Promise<void> {
  await removeDefinitions(cluster);
  await installCharts(cluster, earlier);
  const owner = await getObject(cluster, { namespace, kind: 'clusters.tarantool.io', name: 'test-app' });
  for (const name of ['routers', 'storages']) await adoptRole(cluster, name, owner);
  await createOperatorMade(cluster, earlier);
  const ips = await untilReady(cluster, earlier);
  await joinAll(cluster, earlier);
  await markAsDone(cluster, ips);
}

/** A real cluster keeps those of the test before. */
async function removeDefinitions(cluster: TestCluster): Promise<void> {
  const names = ['clusters', 'roles', 'replicasettemplates'].map(plural => `${plural}.tarantool.io`);
  await cluster.kubectl('delete', 'customresourcedefinitions', '--ignore-not-found', ...names);
}

/** As helm 3 did, which installed these charts: objects were not applied by the server. */
async function installCharts(cluster: TestCluster, { charts, valuesFile }: EarlierVersion): Promise<void> {
  const common = ['--namespace', namespace, '--server-side=false'];
  await cluster.helm('install', 'tarantool-operator', charts.operator, ...common, '--create-namespace');
  await cluster.helm('install', '-f', csvField(valuesFile), 'test-app', charts.cartridge, ...common);
}

async function adoptRole(cluster: TestCluster, name: string, owner: KubernetesObject): Promise<void> {
  await patch(cluster, `roles.tarantool.io/${name}`, {
    metadata: {
      annotations: { 'tarantool.io/cluster-id': 'test-app' },
      ownerReferences: [controlledBy('Cluster', owner)],
    },
  });
}

async function createOperatorMade(cluster: TestCluster, { operatorMade }: EarlierVersion): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'operator-made-'));
  try {
    const manifests = await Promise.all(operatorMade.map(manifest => withOwner(cluster, manifest)));
    const file = join(folder, 'operator-made.yaml');
    await writeFile(file, manifests.map(manifest => stringify(manifest)).join('---\n'));
    await cluster.kubectl('create', '--namespace', namespace, '-f', csvField(file));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The fixture's owners had other uids. */
async function withOwner(cluster: TestCluster, manifest: Manifest): Promise<Manifest> {
  const [kind, name] =
    manifest.kind === 'Service'
      ? ['Cluster', manifest.metadata.name]
      : ['Role', manifest.metadata.labels?.['tarantool.io/role'] ?? ''];
  const owner = await getObject(cluster, { namespace, kind: `${kind.toLowerCase()}s.tarantool.io`, name });
  return { ...manifest, metadata: { ...manifest.metadata, ownerReferences: [controlledBy(kind, owner)] } };
}

function controlledBy(kind: string, { metadata: { name, uid } }: KubernetesObject) {
  return { apiVersion: 'tarantool.io/v1alpha1', kind, name, uid, controller: true, blockOwnerDeletion: true };
}

async function untilReady(cluster: TestCluster, { topology }: EarlierVersion): Promise<Map<string, string>> {
  const expected = topology.flatMap(({ servers }) => servers.map(podOf)).toSorted();
  const until = `${expected.join(', ')} are Ready`;
  return pollUntil({ until, deadlineSeconds: 120 }, async () => {
    const pods = Object.values(await appPods(cluster, namespace)).filter(isReady);
    const ips = new Map(pods.map(pod => [pod.metadata.name, String(pod.status.podIP)]));
    if ([...ips.keys()].toSorted().join() !== expected.join()) throw new Error([...ips.keys()].join());
    return ips;
  });
}

/** One join a pass, all asked of the first instance, then weights, buckets and failover. */
async function joinAll(cluster: TestCluster, { topology }: EarlierVersion): Promise<void> {
  await using forward = await cluster.portForward('storages-0-0', { namespace, port: 8081 });
  const ask = (query: string, variables?: Record<string, unknown>) =>
    askAdminApi(forward.url, query, variables);
  // The first one founds the cluster by joining itself.
  const storagesFirst = topology.toReversed();
  for (const { servers, ...replicaset } of storagesFirst) {
    for (const server of servers) {
      await ask(joinServer, { ...joinArguments(replicaset), uri: server.uri, instance_uuid: server.uuid });
      const labels = { 'tarantool.io/instance-uuid': server.uuid, 'tarantool.io/instance-state': 'joined' };
      await patch(cluster, `pod/${podOf(server)}`, { metadata: { labels } });
      const until = `${server.uri} is a healthy member`;
      await pollUntil({ until }, () => untilMember(ask, server.uri));
    }
  }
  for (const { uuid, weight } of topology) if (weight !== null) await ask(setWeight, { uuid, weight });
  await ask('mutation { bootstrap_vshard }');
  await ask('mutation { cluster { failover(enabled: true) } }');
  await pollUntil({ until: 'the cluster is healthy' }, () => readTopology(cluster));
}

const joinServer = `mutation($uri: String!, $instance_uuid: String, $replicaset_uuid: String, $roles: [String!], $vshard_group: String) {
  join_server(uri: $uri, instance_uuid: $instance_uuid, replicaset_uuid: $replicaset_uuid, roles: $roles, timeout: 10, vshard_group: $vshard_group)
}`;

const setWeight =
  'mutation($uuid: String!, $weight: Float) { edit_replicaset(uuid: $uuid, weight: $weight) }';

function joinArguments({ uuid, roles }: Omit<TopologyRow, 'servers'>) {
  return { replicaset_uuid: uuid, roles, vshard_group: 'default' };
}

async function untilMember(ask: (query: string) => Promise<unknown>, uri: string): Promise<void> {
  const answer = (await ask('{ servers { uri status } }')) as { servers: { uri: string; status: string }[] };
  const server = answer.servers.find(candidate => candidate.uri === uri);
  if (server?.status !== 'healthy') throw new Error(JSON.stringify(answer.servers));
}

async function markAsDone(cluster: TestCluster, ips: Map<string, string>): Promise<void> {
  const leader = `tarantool.io/leader=${ips.get('storages-0-0')}:8081`;
  await cluster.kubectl('annotate', 'endpoints', 'test-app', leader, '--namespace', namespace);
  await patch(
    cluster,
    'clusters.tarantool.io/test-app',
    { status: { state: 'Ready' } },
    '--subresource=status',
  );
}

async function patch(cluster: TestCluster, object: string, patch: object, ...more: string[]): Promise<void> {
  const text = JSON.stringify(patch);
  await cluster.kubectl('patch', object, '--namespace', namespace, '--type=merge', '--patch', text, ...more);
}

/** `storages-0-0` of `storages-0-0.test-app.tarantool.svc.cluster.local:3301` */
function podOf({ uri }: { uri: string }): string {
  return uri.split('.')[0] ?? '';
}
