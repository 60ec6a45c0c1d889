import { GROUP } from '@cartridge-on-kubernetes/api';
import {
  type Connection,
  createKubeClient,
  EventRecorder,
  type KubeClient,
  type LeaderElection,
} from '@cartridge-on-kubernetes/kube';
import {
  AdminClients,
  type Caches,
  createCaches,
  describeError,
  goWithout,
  resources,
} from '@cartridge-on-kubernetes/observe';
import type { Platform } from '@cartridge-on-kubernetes/platform';
import type { OperatorConfig } from './config.ts';
import { createClusterController } from './controllers/cluster-controller.ts';
import { type Controller, noticeChange, withQueue } from './controllers/controller.ts';
import { Pace } from './controllers/pace.ts';
import { DefinitionsWatch } from './definitions/definitions-watch.ts';
import { reportDefinitions } from './definitions/report-definitions.ts';
import { createElection } from './election.ts';
import type { Logger } from './logger.ts';
import { Memory } from './memory.ts';
import { createMetrics, type OperatorMetrics } from './metrics.ts';
import { createServerClock } from './server-clock.ts';

export interface OperatorOptions {
  config: OperatorConfig;
  platform: Platform;
  connection: Connection;
  log: Logger;
}

/** The parts of an operator, none of them started yet. */
export interface Parts {
  client: KubeClient;
  adminClients: AdminClients;
  caches: Caches;
  controllers: readonly Controller[];
  definitions: DefinitionsWatch;
  election: LeaderElection;
  recorder: EventRecorder;
  metrics: OperatorMetrics;
  log: Logger;
}

/** Name of the Lease, of the component in Events and of the field manager. */
const operatorName = 'tarantool-operator';

export function assemble({ config, platform, connection, log }: OperatorOptions): Parts {
  const { random } = platform;
  const clock = createServerClock(platform.clock, log);
  const client = createKubeClient(connection, { platform, userAgent: operatorName, serverClock: clock });
  const adminClients = new AdminClients(platform);
  const recorder = new EventRecorder({
    client,
    clock,
    component: operatorName,
    instance: config.podName,
    onProblem: error => log.warn({ error: describeError(error) }, 'Could not write an event'),
  });
  const controllers: Controller[] = [];
  const caches: Caches = createCaches({
    client,
    platform,
    namespace: config.namespace,
    onChange(name, change) {
      if (name === 'pods' && change.kind === 'deleted') adminClients.forget(change.key);
      noticeChange(controllers, name, change);
    },
    onWatch(name) {
      if (resources[name].group === GROUP) definitions.watchBegan();
    },
    onProblem(cache, { error, retryMilliseconds }) {
      if (goWithout(caches, cache, error)) {
        log.info({ cache }, 'This Kubernetes does not serve the kind, so the operator works without it');
        return;
      }
      log.warn({ cache, error: describeError(error), retryMilliseconds }, 'A watch failed and starts again');
    },
  });
  const definitions = new DefinitionsWatch({
    client,
    clock,
    log,
    onChange: outdated => reportDefinitions({ caches, recorder, log }, outdated),
  });
  const metrics = createMetrics();
  const pace = new Pace({ resyncSeconds: config.resyncSeconds, random });
  const memory = new Memory(clock);
  const cluster = createClusterController({
    client,
    caches,
    adminClients,
    memory,
    recorder,
    clock,
    random,
    log,
    metrics,
    pace,
  });
  controllers.push(withQueue(cluster, { platform: { clock, random }, workers: config.workers }));
  const election = createElection({ client, clock: platform.clock, name: operatorName, config, log });
  return { client, adminClients, caches, controllers, definitions, election, recorder, metrics, log };
}
