import { setTimeout as sleep } from 'node:timers/promises';
import { getObjects, pollUntil } from '@cartridge-on-kubernetes/test-kit';
import { formatMegabytes } from '../../../scripts/bench/measurement.ts';
import { type Guide, namespace } from '../../guide/support/guide.ts';
import { isOperator, readAuditLog } from '../src/audit-log.ts';
import { nodeName } from '../src/node.ts';
import type { Row } from './row.ts';

const settleMilliseconds = 15_000;
const idleMilliseconds = 30_000;
const deployment = 'deployment/tarantool-operator';

/** What a Ready cluster costs in 30 seconds in which nobody touches it. */
export interface IdleCost {
  /** of all clients */
  requests: number;
  operatorRequests: number;
  operatorCpuSeconds: number;
  operatorMemoryBytes: number;
}

export async function measureIdle(guide: Guide): Promise<IdleCost> {
  await sleep(settleMilliseconds);
  const cpuBefore = await operatorCpuSeconds(guide);
  const from = new Date().toISOString();
  const requests = await countRequests(guide);
  const operatorRequests = (await readAuditLog()).filter(
    entry => isOperator(entry) && entry.requestReceivedTimestamp > from,
  ).length;
  return {
    requests,
    operatorRequests,
    operatorCpuSeconds: (await operatorCpuSeconds(guide)) - cpuBefore,
    operatorMemoryBytes: await operatorMemoryBytes(guide),
  };
}

/** Requests in as much time while no operator runs; it stays so. */
export async function measureWithoutOperator(guide: Guide): Promise<number> {
  await guide.cluster.kubectl('scale', deployment, '--replicas=0', '-n', namespace);
  await sleep(settleMilliseconds);
  return countRequests(guide);
}

export async function startOperator(guide: Guide): Promise<void> {
  await guide.cluster.kubectl('scale', deployment, '--replicas=1', '-n', namespace);
  await guide.cluster.kubectl('rollout', 'status', deployment, '-n', namespace, '--timeout=2m');
}

export function idleRows(where: { what: string; cost: IdleCost; without: number; peer: string }): Row[] {
  const { what, cost, without, peer } = where;
  const millicores = (cost.operatorCpuSeconds / idleMilliseconds) * 1e6;
  return [
    {
      what: `30 idle seconds, ${what}: API requests`,
      ours: `${cost.requests}`,
      peer,
      goal: `within 5 of ${without} without operator`,
    },
    { what: '    of them by the operator', ours: `${cost.operatorRequests}`, peer: '', goal: '≤ 5' },
    { what: '    operator: processor', ours: `${millicores.toFixed(1)} m`, peer: '', goal: '< 10 m' },
    {
      what: '    operator: memory',
      ours: formatMegabytes(cost.operatorMemoryBytes),
      peer: '40 MB',
      goal: '< 80 MB, < 100 MB among foreign objects',
    },
  ];
}

/** Requests of all clients in 30 seconds, but for the one that asks for the figure. */
async function countRequests(guide: Guide): Promise<number> {
  const before = await requestTotal(guide);
  await sleep(idleMilliseconds);
  return (await requestTotal(guide)) - before - 1;
}

async function requestTotal({ cluster }: Guide): Promise<number> {
  const metrics = await cluster.kubectl('get', '--raw', '/metrics');
  return [...metrics.matchAll(/^apiserver_request_total\{.*\} (\S+)$/gm)]
    .map(([, value]) => Number(value))
    .reduce((sum, value) => sum + value, 0);
}

async function operatorCpuSeconds({ cluster }: Guide): Promise<number> {
  const pods = await getObjects(cluster, namespace, 'pods');
  const operator = pods.find(({ metadata }) => isOfOperator(metadata.name));
  const path = `/api/v1/namespaces/${namespace}/pods/${operator?.metadata.name}:8080/proxy/metrics`;
  const metrics = await cluster.kubectl('get', '--raw', path);
  return Number(/^tarantool_operator_cpu_seconds_total (\S+)$/m.exec(metrics)?.[1]);
}

interface PodStats {
  podRef: { name: string };
  containers?: Array<{ memory?: { workingSetBytes?: number } }>;
}

async function operatorMemoryBytes({ cluster }: Guide): Promise<number> {
  return pollUntil({ until: 'the kubelet has measured the operator' }, async () => {
    const path = `/api/v1/nodes/${nodeName}/proxy/stats/summary`;
    const { pods } = JSON.parse(await cluster.kubectl('get', '--raw', path)) as { pods: PodStats[] };
    const operator = pods.find(pod => isOfOperator(pod.podRef.name));
    const bytes = operator?.containers?.[0]?.memory?.workingSetBytes;
    if (bytes === undefined) throw new Error('no measurement yet');
    return bytes;
  });
}

function isOfOperator(pod: string): boolean {
  return pod.startsWith('tarantool-operator-');
}
