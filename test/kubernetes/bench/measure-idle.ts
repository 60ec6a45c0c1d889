import { setTimeout as sleep } from 'node:timers/promises';
import { pollUntil } from '@cartridge/test-kit';
import { formatMegabytes } from '../../../scripts/bench/measurement.ts';
import { type Guide, namespace } from '../../guide/support/guide.ts';
import { isOperator, readAuditLog } from '../src/audit-log.ts';
import { nodeName } from '../src/node.ts';
import type { Row } from './row.ts';

const settleMilliseconds = 15_000;
const idleMilliseconds = 30_000;

/** What a Ready cluster costs that nobody touches; afterwards the operator is scaled to none. */
export async function measureIdle(guide: Guide, instances: 3 | 9): Promise<Row[]> {
  await sleep(settleMilliseconds);
  const from = new Date().toISOString();
  const withOperator = await countRequests(guide);
  const own = (await readAuditLog()).filter(
    entry => isOperator(entry) && entry.requestReceivedTimestamp > from,
  ).length;
  const memory = await operatorMemoryBytes(guide);
  await guide.cluster.kubectl('scale', 'deployment/tarantool-operator', '--replicas=0', '-n', namespace);
  await sleep(settleMilliseconds);
  const without = await countRequests(guide);
  const what = `30 idle seconds, ${instances} instances: API requests`;
  return [
    {
      what,
      ours: `${withOperator}`,
      peer: instances === 3 ? '97-107' : '189',
      goal: `within 5 of ${without} without operator`,
    },
    { what: '    of them by the operator', ours: `${own}`, peer: '', goal: '≤ 5' },
    {
      what: `operator memory, ${instances} instances`,
      ours: formatMegabytes(memory),
      peer: '40 MB',
      goal: '< 80 MB',
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

interface PodStats {
  podRef: { name: string };
  containers: Array<{ memory: { workingSetBytes: number } }>;
}

async function operatorMemoryBytes({ cluster }: Guide): Promise<number> {
  return pollUntil({ until: 'the kubelet has measured the operator' }, async () => {
    const path = `/api/v1/nodes/${nodeName}/proxy/stats/summary`;
    const { pods } = JSON.parse(await cluster.kubectl('get', '--raw', path)) as { pods: PodStats[] };
    const operator = pods.find(pod => pod.podRef.name.startsWith('tarantool-operator-'));
    const bytes = operator?.containers[0]?.memory.workingSetBytes;
    if (bytes === undefined) throw new Error('no measurement yet');
    return bytes;
  });
}
