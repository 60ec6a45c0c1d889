import { setTimeout as sleep } from 'node:timers/promises';
import {
  createKubeClient,
  type KubeClient,
  type KubeObject,
  loadKubeconfig,
  type Resource,
} from '@cartridge-on-kubernetes/kube';
import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import type { BenchCluster } from './measure-up.ts';
import { formatMegabytes, type Measurement } from './measurement.ts';

const settleMilliseconds = 10_000;
const idleMilliseconds = 30_000;

const leases: Resource<KubeObject> = {
  group: 'coordination.k8s.io',
  version: 'v1',
  plural: 'leases',
  kind: 'Lease',
  namespaced: true,
};

/** What a Ready cluster costs that nobody touches. */
export async function measureIdle(cluster: BenchCluster): Promise<Measurement[]> {
  const connection = await loadKubeconfig({
    file: cluster.status.kubeconfig,
    environment: {},
    homeFolder: '',
    clock: nodePlatform.clock,
  });
  const client = createKubeClient(connection, { platform: nodePlatform });
  try {
    await sleep(settleMilliseconds);
    const before = await observe(client);
    await sleep(idleMilliseconds);
    const after = await observe(client);
    return [...compare(before, after), await measureOperatorMemory(cluster)];
  } finally {
    await client.close();
  }
}

interface Observation {
  /** Counts every write of the cluster. */
  version: number;
  /** Writes to Leases alone: heartbeats. */
  leaseVersions: number[];
  requests: number | undefined;
  /** Of each service account, by what they were: `WATCH pods`. */
  byAccount: Map<string, Map<string, number>>;
}

async function observe(client: KubeClient): Promise<Observation> {
  const { metadata, items } = await client.list(leases, {});
  const metrics = await client.getText('/metrics');
  return {
    version: Number(metadata?.resourceVersion),
    leaseVersions: items.map(lease => Number(lease.metadata?.resourceVersion)),
    requests: countRequests(metrics),
    byAccount: countByAccount(metrics),
  };
}

/** The sum of apiserver_request_total, as a kube-apiserver counts. */
function countRequests(metrics: string): number | undefined {
  const counts = [...metrics.matchAll(/^apiserver_request_total(?:\{.*\})? (\S+)$/gm)];
  return counts.length === 0 ? undefined : counts.reduce((sum, [, count]) => sum + Number(count), 0);
}

/** What the local cluster counts on top of a kube-apiserver. */
function countByAccount(metrics: string): Map<string, Map<string, number>> {
  const found = new Map<string, Map<string, number>>();
  for (const [, text = '', count] of metrics.matchAll(
    /^local_cluster_requests_received_total\{(.*)\} (\S+)$/gm,
  )) {
    const labels = new Map([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
    const account = /^system:serviceaccount:(.*)$/.exec(labels.get('user') ?? '')?.[1];
    if (account === undefined) continue;
    const target = [labels.get('resource'), labels.get('subresource')].filter(part => part).join('/');
    const what = `${labels.get('verb')} ${target}`;
    const counts = found.get(account) ?? new Map<string, number>();
    found.set(account, counts.set(what, (counts.get(what) ?? 0) + Number(count)));
  }
  return found;
}

function compare(before: Observation, after: Observation): Measurement[] {
  const seconds = idleMilliseconds / 1000;
  const renewed = after.leaseVersions.filter(version => !before.leaseVersions.includes(version)).length;
  // Each observation is a list and a read of the metrics; the second one's are in the difference.
  const ours = 2;
  const requests =
    before.requests === undefined || after.requests === undefined
      ? undefined
      : after.requests - before.requests - ours;
  return [
    {
      what: `idle: writes in ${seconds} s, everybody`,
      value: String(after.version - before.version),
      goal: 'the Lease alone',
      how: `growth of the resource version while nobody touches a Ready cluster; ${renewed} Lease was renewed in it`,
    },
    {
      what: `idle: API requests in ${seconds} s, everybody`,
      value: requests === undefined ? 'unknown' : String(requests),
      goal: 'within 5 of no operator',
      how: 'growth of apiserver_request_total, the requests of this measurement taken off',
    },
    ...[...after.byAccount].map(([account, counts]) =>
      compareAccount(account, { before: before.byAccount.get(account), after: counts }),
    ),
  ];
}

function compareAccount(
  account: string,
  counts: { before: Map<string, number> | undefined; after: Map<string, number> },
): Measurement {
  const grown = [...counts.after]
    .map(([what, count]) => ({ what, count: count - (counts.before?.get(what) ?? 0) }))
    .filter(({ count }) => count > 0);
  const texts = grown.map(({ what, count }) => `${count} ${what}`);
  return {
    what: `idle: API requests by ${account.replace(':', '/')}`,
    value: String(grown.reduce((sum, { count }) => sum + count, 0)),
    goal: `<= ${idleMilliseconds / 10_000}, no write but its Lease`,
    how: `growth of local_cluster_requests_received_total: ${texts.join(', ') || 'none at all'}`,
  };
}

async function measureOperatorMemory(cluster: BenchCluster): Promise<Measurement> {
  const pod = cluster.status.pods.find(({ name }) => name.startsWith('tarantool-operator-'));
  const text = pod?.ip === undefined ? '' : await (await fetch(`http://${pod.ip}:8080/metrics`)).text();
  const bytes = Number(/^\w*resident_memory_bytes (\S+)$/m.exec(text)?.[1]);
  return {
    what: 'operator: memory, one cluster',
    value: Number.isNaN(bytes) ? 'unknown' : formatMegabytes(bytes),
    goal: '< 80 MB',
    how: 'resident memory by its own /metrics after the idle time',
  };
}
