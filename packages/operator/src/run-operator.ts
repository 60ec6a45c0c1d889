import { GROUP, type KubernetesObject } from '@cartridge-on-kubernetes/api';
import {
  type CacheChange,
  type Clock,
  type Connection,
  createKubeClient,
  EventRecorder,
  type KubeClient,
  LeaderElection,
  NotFoundError,
  WorkQueue,
} from '@cartridge-on-kubernetes/kube';
import {
  type CacheName,
  type Caches,
  cachesToFill,
  createCaches,
  goWithout,
  startCaches,
  stopCaches,
} from './caches/caches.ts';
import { resources } from './caches/resources.ts';
import type { OperatorConfig } from './config.ts';
import { reconcileCluster, reportFailedPass } from './controllers/cluster-controller.ts';
import { clustersOf, isOnlyStatus } from './controllers/clusters-of.ts';
import { Pace } from './controllers/pace.ts';
import { DefinitionsWatch } from './definitions/definitions-watch.ts';
import { reportDefinitions } from './definitions/report-definitions.ts';
import { serveHealth } from './health.ts';
import { servePages } from './http-server.ts';
import { describeError, type Logger } from './logger.ts';
import { createMetrics, type OperatorMetrics } from './metrics.ts';
import { AdminClients } from './observe/admin-clients.ts';
import { Memory } from './observe/memory.ts';
import { createServerClock } from './server-clock.ts';

export interface Operator {
  ports: { metrics: number; health: number };
  /** Aborts when the Lease is lost: the process must end, for another one may have begun. */
  lost: AbortSignal;
  /** Finishes the running passes and hands the Lease back. */
  stop(): Promise<void>;
}

export interface RunOptions {
  config: OperatorConfig;
  connection: Connection;
  log: Logger;
}

/** Name of the Lease, of the component in Events and of the field manager. */
const operatorName = 'tarantool-operator';

/** Starts everything and returns at once; the work begins when the caches are full and the Lease is ours. */
export async function runOperator(options: RunOptions): Promise<Operator> {
  const { config } = options;
  const parts = assemble(options);
  const { caches, client, definitions, election, metrics, queue, recorder } = parts;
  metrics.watchQueue(queue);
  metrics.watchCaches(caches);
  const health = await serveHealth(config.healthPort, () => notReadyBecause(caches));
  const metricsServer = await servePages(config.metricsPort, {
    '/metrics': async () => ({ status: 200, ...(await metrics.expose()) }),
  });
  const started = startWork(parts, options.log);
  return {
    ports: { metrics: metricsServer.port, health: health.port },
    lost: election.lost,
    async stop() {
      await queue.stop();
      await election.release();
      await stopCaches(caches);
      await definitions.stop();
      await recorder.flush();
      await Promise.all([health.close(), metricsServer.close(), started]);
      await client.close();
    },
  };
}

interface Parts {
  client: KubeClient;
  caches: Caches;
  definitions: DefinitionsWatch;
  election: LeaderElection;
  queue: WorkQueue;
  recorder: EventRecorder;
  metrics: OperatorMetrics;
}

function assemble({ config, connection, log }: RunOptions): Parts {
  const clock = createServerClock(log);
  const client = createKubeClient(connection, { userAgent: operatorName, serverClock: clock });
  const adminClients = new AdminClients();
  const pace = new Pace({ resyncSeconds: config.resyncSeconds, random: Math.random });
  const metrics = createMetrics();
  const recorder = createRecorder({ client, clock, config, log });
  const caches: Caches = createCaches({
    client,
    namespace: config.namespace,
    onChange(name, change) {
      if (name === 'pods' && change.kind === 'deleted') adminClients.forget(change.key);
      for (const key of keysOf(caches, name, change)) {
        pace.news(key);
        queue.add(key);
      }
    },
    onWatch(name) {
      if (resources[name].group === GROUP) definitions.watchBegan();
    },
    onProblem(cache, { error, retryMilliseconds }) {
      if (goWithout(caches, cache, error)) {
        log.info({ cache }, 'This Kubernetes does not serve the kind, so the operator goes without');
        return;
      }
      log.warn({ cache, error: describeError(error), retryMilliseconds }, 'A watch had to start again');
    },
  });
  const definitions = new DefinitionsWatch({
    client,
    clock,
    log,
    onChange: outdated => reportDefinitions({ caches, recorder, log }, outdated),
  });
  const memory = new Memory(clock);
  const controller = { client, caches, adminClients, memory, recorder, clock, log, metrics, pace };
  const queue = new WorkQueue({
    workers: config.workers,
    work: (key, signal) => reconcileCluster(controller, key, signal),
    clock,
    random: Math.random,
    onFailure: (key, error, retryMilliseconds) =>
      reportFailedPass(controller, { key, error, retryMilliseconds }),
  });
  const election = createElection({ client, config, log });
  return { client, caches, definitions, election, queue, recorder, metrics };
}

/** Changes that the caches see before are collected in the queue, every Cluster of the first list among them. */
async function startWork(parts: Parts, log: Logger): Promise<void> {
  const { caches, definitions, election, queue, metrics } = parts;
  const filled = startCaches(caches);
  if (!(await election.acquire())) return;
  metrics.setLeader(true);
  log.info('Became the leader');
  await filled;
  if (cachesToFill(caches).length > 0) return;
  queue.start();
  log.info({ clusters: caches.clusters.size }, 'Started to work');
  await definitions.start();
}

function createRecorder({
  client,
  clock,
  config,
  log,
}: { client: KubeClient; clock: Clock } & Omit<RunOptions, 'connection'>): EventRecorder {
  return new EventRecorder({
    client,
    clock,
    component: operatorName,
    instance: config.podName,
    onProblem: error => log.warn({ error: describeError(error) }, 'Could not write an event'),
  });
}

function createElection({
  client,
  config,
  log,
}: { client: KubeClient } & Omit<RunOptions, 'connection'>): LeaderElection {
  return new LeaderElection({
    client,
    namespace: config.podNamespace,
    name: operatorName,
    identity: config.podName,
    durationSeconds: 60,
    renewSeconds: 20,
    retrySeconds: 2,
    isHolderGone: holder => isPodGone(client, config.podNamespace, holder),
    onProblem: error => log.warn({ error: describeError(error) }, 'Could not take or renew the Lease'),
  });
}

async function isPodGone(client: KubeClient, namespace: string, name: string): Promise<boolean> {
  try {
    await client.get(resources.pods, { namespace, name }, { deadlineSeconds: 5 });
    return false;
  } catch (error) {
    return error instanceof NotFoundError;
  }
}

/** The Clusters that the object belongs to now, and those that it belonged to before. */
function keysOf(caches: Caches, name: CacheName, change: CacheChange<KubernetesObject>): Set<string> {
  const keys = new Set<string>();
  if (change.kind === 'changed' && isOnlyStatus(name, change.previous, change.value)) return keys;
  if (change.kind !== 'deleted') for (const key of clustersOf(caches, name, change.value)) keys.add(key);
  if (change.kind !== 'added') for (const key of clustersOf(caches, name, change.previous)) keys.add(key);
  return keys;
}

/** A stand-by is ready too: it has its caches and waits only for the Lease. */
function notReadyBecause(caches: Caches): string | null {
  const missing = cachesToFill(caches);
  return missing.length === 0 ? null : `Not listed yet: ${missing.join(', ')}`;
}
