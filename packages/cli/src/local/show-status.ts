import type { Cluster } from '@cartridge-on-kubernetes/api';
import { listPortMoves, type PortMove, portMovesFolder } from '@cartridge-on-kubernetes/local-cluster';
import { resources } from '@cartridge-on-kubernetes/observe';
import type { OutputFormat } from '../commands/options.ts';
import { formatPodTable, isPodReady, podStatus } from '../output/pod-table.ts';
import { ownCommand } from '../own-command.ts';
import { connectTo } from './application-watch.ts';
import { describeCluster } from './describe-problem.ts';
import { guide } from './guide.ts';
import { isClusterReady } from './is-cluster-ready.ts';
import { findLiveRun, type Run } from './run-file.ts';
import { locateStateFolder, type StateFolder } from './state-folder.ts';

const notRunningExitCode = 3;

interface Status {
  running: boolean;
  state: Run['state'] | 'not running';
  server?: string;
  kubeconfig?: string;
  url?: string;
  startedAt?: string;
  pid?: number;
  stateFolder: string;
  /** message: why it is not Ready */
  clusters: { name: string; ready: boolean; message?: string }[];
  pods: { name: string; ready: boolean; status: string; ip?: string }[];
  /** Ports that the pods have elsewhere, because another program holds them on all addresses. */
  movedPorts: PortMove[];
}

/** Prints what runs; gives the exit code. */
export async function showStatus(format: OutputFormat): Promise<number> {
  const state = locateStateFolder();
  const run = findLiveRun(state);
  const seen = run?.kubeconfig === undefined ? undefined : await observe(run.kubeconfig);
  const status = describe({ run, seen, state });
  console.log(
    format === 'json' ? JSON.stringify(status, undefined, 2) : formatStatus(status, seen?.table ?? ''),
  );
  return status.running ? 0 : notRunningExitCode;
}

async function observe(kubeconfig: string): Promise<Pick<Status, 'clusters' | 'pods'> & { table: string }> {
  const client = await connectTo(kubeconfig);
  const options = { deadlineSeconds: 5 };
  try {
    const foundPods = (await client.list(resources.pods, { namespace: guide.namespace }, options)).items;
    const foundClusters = await client
      .list(resources.clusters, { namespace: guide.namespace }, options)
      .then(list => list.items)
      .catch(() => []);
    return {
      clusters: foundClusters.map(statusOf),
      pods: foundPods.map(pod => ({
        name: pod.metadata?.name ?? '',
        ready: isPodReady(pod),
        status: podStatus(pod),
        ...(pod.status?.podIP === undefined ? {} : { ip: pod.status.podIP }),
      })),
      table: formatPodTable(foundPods, Date.now()),
    };
  } finally {
    await client.close();
  }
}

function statusOf(cluster: Cluster): Status['clusters'][number] {
  const message = describeCluster(cluster);
  return {
    name: cluster.metadata?.name ?? '',
    ready: isClusterReady(cluster),
    ...(message === undefined ? {} : { message }),
  };
}

function describe(observed: {
  run: Run | undefined;
  seen: Pick<Status, 'clusters' | 'pods'> | undefined;
  state: StateFolder;
}): Status {
  const { run, seen, state } = observed;
  return {
    running: run !== undefined,
    state: run === undefined ? 'not running' : presentState(run, seen),
    ...(run?.server === undefined ? {} : { server: run.server }),
    ...(run?.kubeconfig === undefined ? {} : { kubeconfig: run.kubeconfig }),
    ...(run?.url === undefined ? {} : { url: run.url }),
    ...(run === undefined ? {} : { startedAt: run.startedAt, pid: run.up.pid }),
    stateFolder: state.folder,
    clusters: seen?.clusters ?? [],
    pods: seen?.pods ?? [],
    movedPorts: run === undefined ? [] : listPortMoves(portMovesFolder(state.folder)),
  };
}

/** What was noted when it came up may have changed since. */
function presentState(run: Run, seen: Pick<Status, 'clusters'> | undefined): Run['state'] {
  if (run.state === 'starting' || seen === undefined || seen.clusters.length === 0) return run.state;
  return seen.clusters.every(cluster => cluster.ready) ? 'ready' : 'not ready';
}

function formatStatus(status: Status, table: string): string {
  if (!status.running) return `The local cluster does not run. Start it with: ${ownCommand()} local up`;
  const lines = [
    `Local cluster: ${status.state}`,
    ...status.clusters.map(formatCluster),
    ...(status.url === undefined ? [] : [`Web UI: ${status.url}`]),
    ...(status.server === undefined ? [] : [`Kubernetes: ${status.server}`]),
    ...(status.kubeconfig === undefined ? [] : [`kubeconfig: ${status.kubeconfig}`]),
    ...formatMoves(status.movedPorts),
    ...(table === '' ? [] : ['', table]),
  ];
  return lines.join('\n');
}

function formatCluster({ name, ready, message }: Status['clusters'][number]): string {
  if (ready) return `Cluster ${name}: Ready`;
  return `Cluster ${name}: not Ready${message === undefined ? ', no operator has looked at it as it is now' : `. ${message}`}`;
}

function formatMoves(moves: PortMove[]): string[] {
  if (moves.length === 0) return [];
  const texts = moves.map(
    ({ protocol, port, movedTo }) => `${port}${protocol === 'udp' ? '/UDP' : ''} is ${movedTo}`,
  );
  return [
    `Ports of pods on this machine: ${texts.join(', ')}, because another program holds them on all addresses. ` +
      'Inside of the cluster and through port-forward nothing changes',
  ];
}
