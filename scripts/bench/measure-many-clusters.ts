import { join } from 'node:path';
import { createKubeClient, type KubeClient, loadKubeconfig } from '@cartridge-on-kubernetes/kube';
import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import {
  getObjects,
  type LocalTestCluster,
  makeLocalTestCluster,
  pollUntil,
  repository,
} from '@cartridge-on-kubernetes/test-kit';
import {
  changeImages,
  changeRoles,
  createAll,
  markRunning,
  type Progress,
  watchProgress,
} from './many-clusters/bench-api.ts';
import { type BenchCluster, describeClusters, namespace } from './many-clusters/bench-clusters.ts';
import { StandIns } from './many-clusters/stand-ins.ts';
import { formatMegabytes, formatSeconds, type Measurement } from './measurement.ts';

/** Many Clusters in one namespace of a local cluster, their instances answered for by stand-ins in this process. */
export async function measureManyClusters(count: number): Promise<Measurement[]> {
  const clusters = describeClusters(count);
  const standIns = new StandIns();
  const local = await makeLocalTestCluster();
  try {
    await standIns.start(clusters);
    await local.up('--bare');
    const chart = join(repository, 'charts/tarantool-operator');
    const where = ['--namespace', namespace, '--create-namespace'];
    await local.helm('install', 'tarantool-operator', chart, ...where, '--wait');
    const file = (await local.status()).kubeconfig;
    const { clock } = nodePlatform;
    const connection = await loadKubeconfig({ file, environment: {}, homeFolder: '', clock });
    const client = createKubeClient(connection, { platform: nodePlatform });
    const progress = await watchProgress(client);
    try {
      return await measure({ client, clusters, standIns, local, progress: progress.now });
    } finally {
      await progress.stop();
      await client.close();
    }
  } finally {
    await local.stop();
    await standIns.stop();
  }
}

interface Bench {
  client: KubeClient;
  clusters: BenchCluster[];
  standIns: StandIns;
  local: LocalTestCluster;
  progress: () => Progress;
}

async function measure({ client, clusters, standIns, local, progress }: Bench): Promise<Measurement[]> {
  const count = clusters.length;
  const before = await askOperator(local);
  await createAll(client, clusters);
  await untilAll(2 * count, 'pods are there', () => progress().pods);
  const taken = await timed(
    () => markRunning(client, clusters),
    () => untilAll(count, 'Clusters are Ready', () => progress().readyClusters),
  );
  const images = await timed(
    () => changeImages(client, clusters),
    () => untilAll(count, 'StatefulSets have the image', () => progress().statefulSetsWithNextImage),
  );
  const roles = await timed(
    () => changeRoles(client, clusters),
    () => untilAll(count, 'clusters have the role', () => standIns.countWithRoles(2)),
  );
  const after = await askOperator(local);
  return [
    change(`${count} clusters taken over`, taken, 'from the first pod that runs to the last Cluster Ready'),
    change(`another image for ${count} clusters`, images, 'from the first patch to the last StatefulSet'),
    change(`another role for ${count} clusters`, roles, 'from the first patch to the last edit_topology'),
    {
      what: `operator: processor time, ${count} clusters`,
      value: formatSeconds((after.cpuSeconds - before.cpuSeconds) * 1000),
      goal: '',
      how: 'of all three and of making them, by its own /metrics',
    },
    {
      what: `operator: memory, ${count} clusters`,
      value: formatMegabytes(after.memoryBytes),
      goal: '< 150 MB',
      how: `resident memory by its own /metrics; ${formatMegabytes(before.memoryBytes)} before the first Cluster`,
    },
  ];
}

interface Timed {
  sent: number;
  done: number;
}

async function timed(send: () => Promise<unknown>, done: () => Promise<unknown>): Promise<Timed> {
  const started = performance.now();
  await send();
  const sent = performance.now() - started;
  await done();
  return { sent, done: performance.now() - started };
}

function change(what: string, { sent, done }: Timed, how: string): Measurement {
  return {
    what,
    value: formatSeconds(done),
    goal: 'seconds; peers 5-30 min reported',
    how: `${how}, one run, everything on this machine; the last was sent after ${formatSeconds(sent)}`,
  };
}

function untilAll(goal: number, what: string, howMany: () => number): Promise<void> {
  return pollUntil({ until: `${goal} ${what}`, deadlineSeconds: 600 }, () => {
    if (howMany() < goal) throw new Error(`${howMany()}`);
  });
}

async function askOperator(local: LocalTestCluster): Promise<{ memoryBytes: number; cpuSeconds: number }> {
  const pods = await getObjects(local, namespace, 'pods');
  const operator = pods.find(({ metadata }) => metadata.name.startsWith('tarantool-operator-'));
  const text = await (await fetch(`http://${operator?.status.podIP}:8080/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^\\w*${name} (\\S+)$`, 'm').exec(text)?.[1]);
  return { memoryBytes: value('resident_memory_bytes'), cpuSeconds: value('cpu_seconds_total') };
}
