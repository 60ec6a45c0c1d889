import { once } from 'node:events';
import type { KubeClient } from '@cartridge-on-kubernetes/kube';
import { portMovesFolder, readRealPort } from '@cartridge-on-kubernetes/local-cluster';
import { formatPodTable } from '../output/pod-table.ts';
import { findTool } from '../tools/find-tool.ts';
import type { Tool } from '../tools/tool.ts';
import { ApplicationWatch, connectTo } from './application-watch.ts';
import { clusterCommand } from './cluster-command.ts';
import { type ClusterEndpoint, ClusterProcess } from './cluster-process.ts';
import { ensureImages } from './ensure-images.ts';
import { forgetReadiness } from './forget-readiness.ts';
import { guide } from './guide.ts';
import { helmAgainst } from './helm.ts';
import { installCharts, needsHelm } from './install-charts.ts';
import { type Report, runStep } from './progress.ts';
import { type Run, updateRun } from './run-file.ts';
import type { StateFolder } from './state-folder.ts';
import { type Readiness, waitUntilReady } from './wait-until-ready.ts';
import { forwardWeb, type WebForward } from './web-forward.ts';

export interface RunLocal {
  state: StateFolder;
  run: Run;
  install: 'application' | 'nothing';
  valuesFile: string | undefined;
  port: number;
  readyTimeoutSeconds: number;
  report: Report;
  /** Aborted when everything is to stop. */
  signal: AbortSignal;
}

/** Brings everything up, keeps it up until the signal, takes it down. Throws what made it end by itself. */
export async function runLocal(options: RunLocal): Promise<void> {
  const startedAt = performance.now();
  const failure = new AbortController();
  const signal = AbortSignal.any([options.signal, failure.signal]);
  const watch = new ApplicationWatch();
  let forward: WebForward | undefined;
  const cluster = new ClusterProcess({
    command: clusterCommand(options.state),
    logFile: options.state.clusterLog,
    onRestart(endpoint) {
      options.report({ kind: 'notice', text: 'The local cluster had ended and was started again' });
      noteRun(options, {
        cluster: endpoint.process,
        server: endpoint.server,
        kubeconfig: endpoint.kubeconfig,
      });
      watch.connect(endpoint.kubeconfig).catch((error: unknown) => failure.abort(error));
    },
    onGiveUp: error => failure.abort(error),
  });
  try {
    const { endpoint, helm } = await startCluster(options, cluster, signal);
    let readiness: Readiness = { kind: 'ready' };
    if (options.install === 'application') {
      await prepareApplication({ options, endpoint, helm, signal });
      await watch.connect(endpoint.kubeconfig);
      if (isAnythingThere(watch)) {
        readiness = await waitForApplication(options, watch, signal);
        forward = await forwardToApplication(options, watch);
      } else {
        options.report({ kind: 'notice', text: nothingThere });
      }
    }
    announce({ options, endpoint, readiness, watch, forward, startedAt });
    if (!signal.aborted) await once(signal, 'abort');
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await forward?.close();
    await watch.stop();
    await cluster.stop();
  }
  if (failure.signal.aborted) throw failure.signal.reason;
}

async function startCluster(
  options: RunLocal,
  cluster: ClusterProcess,
  signal: AbortSignal,
): Promise<{ endpoint: ClusterEndpoint; helm: Tool | undefined }> {
  const { report, state, install, valuesFile } = options;
  const starting = runStep({ report, step: 'Start the local cluster', run: () => cluster.start() });
  const loading = runStep({ report, step: 'Load the images', run: () => ensureImages(options) });
  // The first start on a machine unpacks it, which takes about as long as the rest.
  const finding = install === 'application' && needsHelm(state, valuesFile) ? findTool('helm') : undefined;
  const [endpoint, helm] = await Promise.all([starting, finding, loading]);
  signal.throwIfAborted();
  noteRun(options, { cluster: endpoint.process, server: endpoint.server, kubeconfig: endpoint.kubeconfig });
  return { endpoint, helm };
}

interface Preparation {
  options: RunLocal;
  endpoint: ClusterEndpoint;
  /** Absent: the charts stay as they are. */
  helm: Tool | undefined;
  signal: AbortSignal;
}

async function prepareApplication(preparation: Preparation): Promise<void> {
  const { endpoint, helm } = preparation;
  const client = await connectTo(endpoint.kubeconfig);
  try {
    if (helm !== undefined) await install({ ...preparation, helm, client });
    await forgetReadiness(client);
  } finally {
    await client.close();
  }
}

async function install(context: Preparation & { helm: Tool; client: KubeClient }): Promise<void> {
  const { options, endpoint, helm, client, signal } = context;
  const { report, state, valuesFile } = options;
  await runStep({
    report,
    step: 'Install the charts tarantool-operator and cartridge',
    run: () =>
      installCharts({
        client,
        helm: helmAgainst({ tool: helm, kubeconfig: endpoint.kubeconfig, state, signal }),
        state,
        valuesFile,
        signal,
      }),
    describe: outcome => installOutcomes[outcome],
  });
}

const installOutcomes = {
  installed: '',
  upgraded: 'upgraded',
  kept: 'left as they are: you installed an application',
};

/** False where the user has removed all or works in other namespaces: nothing would ever become Ready. */
function isAnythingThere(watch: ApplicationWatch): boolean {
  return [...watch.clusters(), ...watch.pods()].some(
    ({ metadata }) => metadata?.deletionTimestamp === undefined,
  );
}

const nothingThere = `Nothing is installed in namespace ${guide.namespace}: install charts with helm`;

function waitForApplication(
  options: RunLocal,
  watch: ApplicationWatch,
  signal: AbortSignal,
): Promise<Readiness> {
  return runStep({
    report: options.report,
    step: 'Wait until the Cluster is Ready',
    run: onDetail => waitUntilReady({ watch, timeoutSeconds: options.readyTimeoutSeconds, signal, onDetail }),
    describe: describeReadiness,
  });
}

function forwardToApplication(options: RunLocal, watch: ApplicationWatch): Promise<WebForward> {
  const moves = portMovesFolder(options.state.folder);
  return forwardWeb({
    port: options.port,
    instancePort: () => readRealPort(moves, { protocol: 'tcp', port: guide.httpPort }),
    listPods: () => watch.pods(),
  });
}

function describeReadiness(readiness: Readiness): string {
  if (readiness.kind === 'ready') return '';
  return readiness.because === 'time is over' ? 'not Ready in time' : 'not Ready until you act';
}

function announce(outcome: {
  options: RunLocal;
  endpoint: ClusterEndpoint;
  readiness: Readiness;
  watch: ApplicationWatch;
  forward: WebForward | undefined;
  startedAt: number;
}): void {
  const { options, endpoint, readiness, watch, forward } = outcome;
  const url = forward === undefined ? undefined : `http://localhost:${forward.port}`;
  noteRun(options, { state: readiness.kind, ...(url === undefined ? {} : { url }) });
  options.report({
    kind: 'up',
    summary: {
      ...(readiness.kind === 'ready' ? {} : { problem: readiness.problem }),
      ...(url === undefined ? {} : { url }),
      pods: options.install === 'nothing' ? '' : formatPodTable(watch.pods(), Date.now()),
      kubeconfig: endpoint.kubeconfig,
      server: endpoint.server,
      portTaken: forward !== undefined && forward.port !== options.port ? options.port : undefined,
      milliseconds: Math.round(performance.now() - outcome.startedAt),
    },
  });
}

function noteRun(options: RunLocal, change: Partial<Run>): void {
  Object.assign(options.run, change);
  updateRun(options.state, options.run);
}
