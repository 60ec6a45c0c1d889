import type { Plan, Snapshot } from '@cartridge-on-kubernetes/planner';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Outcome } from './apply/outcome.ts';

interface PassMeasure {
  /** `namespace/name` of the Cluster */
  key: string;
  plan: Plan;
  snapshot: Snapshot;
  seconds: number;
}

export interface OperatorMetrics {
  observePass(pass: PassMeasure): void;
  countFailedPass(): void;
  countRejectedPlan(): void;
  countOutcomes(outcomes: readonly Outcome[]): void;
  forgetCluster(key: string): void;
  setLeader(leads: boolean): void;
  /** Values that are read at each scrape. */
  watchQueues(queues: ReadonlyArray<{ depth: number; active: number }>): void;
  watchCaches(caches: Readonly<Record<string, { size: number }>>): void;
  expose(): Promise<{ contentType: string; text: string }>;
  /** Every metric that was made so far, in the order of names. */
  describe(): MetricDescription[];
}

export interface MetricDescription {
  name: string;
  /** counter, gauge or histogram */
  type: string;
  help: string;
  labels: readonly string[];
}

const prefix = 'tarantool_operator_';

/** The operator's Prometheus metrics; docs/reference lists them. */
export function createMetrics(): OperatorMetrics {
  const registry = new Registry();
  const registers = [registry];
  const passes = new Histogram({
    name: `${prefix}pass_seconds`,
    help: 'How long passes over a Cluster took',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120],
    registers,
  });
  const failedPasses = new Counter({
    name: `${prefix}failed_passes_total`,
    help: 'Passes that ended by an error',
    registers,
  });
  const rejectedPlans = new Counter({
    name: `${prefix}rejected_plans_total`,
    help: 'Plans that broke a rule of their own and were not carried out: defects of the operator',
    registers,
  });
  const actions = new Counter({
    name: `${prefix}actions_total`,
    help: 'Actions by kind and outcome: done, failed or left_out',
    labelNames: ['kind', 'outcome'] as const,
    registers,
  });
  const clusters = clusterGauges(registers);
  const leader = new Gauge({ name: `${prefix}leader`, help: '1 while this pod holds the Lease', registers });
  leader.set(0);
  processMetrics(registers);
  return {
    observePass(pass) {
      passes.observe(pass.seconds);
      clusters.set(pass);
    },
    countFailedPass: () => failedPasses.inc(),
    countRejectedPlan: () => rejectedPlans.inc(),
    countOutcomes(outcomes) {
      for (const { kind, action } of outcomes) actions.inc({ kind: action.kind, outcome: kind });
    },
    forgetCluster: key => clusters.forget(key),
    setLeader: leads => leader.set(leads ? 1 : 0),
    watchQueues(queues) {
      readGauge({
        name: 'queue_depth',
        help: 'Clusters that wait for a worker',
        registers,
        read: () => sum(queues.map(queue => queue.depth)),
      });
      readGauge({
        name: 'active_passes',
        help: 'Passes that run now',
        registers,
        read: () => sum(queues.map(queue => queue.active)),
      });
    },
    watchCaches(caches) {
      const gauge = new Gauge({
        name: `${prefix}cached_objects`,
        help: 'Objects in the watch caches',
        labelNames: ['cache'] as const,
        registers,
        collect() {
          for (const [cache, { size }] of Object.entries(caches)) gauge.set({ cache }, size);
        },
      });
    },
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    describe: () => describe(registry),
  };
}

/** Every metric of a running operator, in the order of names; docs/reference is generated from it. */
export function describeMetrics(): MetricDescription[] {
  const metrics = createMetrics();
  metrics.watchQueues([]);
  metrics.watchCaches({});
  return metrics.describe();
}

/** The types of prom-client leave out `type` and `labelNames` of a metric. */
function describe(registry: Registry): MetricDescription[] {
  const metrics = registry.getMetricsAsArray() as unknown as Array<{
    name: string;
    type: string;
    help: string;
    labelNames: string[];
  }>;
  return metrics
    .map(({ name, type, help, labelNames }) => ({ name, type, help, labels: labelNames }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

interface ClusterGauges {
  set(pass: PassMeasure): void;
  forget(key: string): void;
}

function clusterGauges(registers: Registry[]): ClusterGauges {
  const labelNames = ['namespace', 'cluster'] as const;
  const gauge = (name: string, help: string): Gauge<'namespace' | 'cluster'> =>
    new Gauge({ name: `${prefix}cluster_${name}`, help, labelNames, registers });
  const gauges = {
    ready: gauge('ready', '1 while condition Ready of the Cluster is True'),
    instances: gauge('instances', 'Instances in the topology'),
    healthy: gauge('healthy_instances', 'Instances of the topology that are healthy'),
    waits: gauge('waits', 'What the Cluster waits for now'),
    refusals: gauge('refusals', 'What the manifests ask for and is refused'),
    issues: gauge('issues', 'Issues that Cartridge reports'),
  };
  return {
    set({ key, plan, snapshot }) {
      const labels = clusterLabels(key);
      const topology = snapshot.topology.kind === 'answered' ? snapshot.topology.topology : null;
      const members = topology?.instances.filter(instance => instance.uuid !== '') ?? [];
      gauges.ready.set(labels, isReady(plan, snapshot) ? 1 : 0);
      gauges.instances.set(labels, members.length);
      gauges.healthy.set(labels, members.filter(instance => instance.status === 'healthy').length);
      gauges.waits.set(labels, plan.waits.length);
      gauges.refusals.set(labels, plan.refusals.length);
      gauges.issues.set(labels, topology?.issues.length ?? 0);
    },
    forget(key) {
      for (const gauge of Object.values(gauges)) gauge.remove(clusterLabels(key));
    },
  };
}

function clusterLabels(key: string): { namespace: string; cluster: string } {
  const [namespace = '', cluster = ''] = key.split('/');
  return { namespace, cluster };
}

function isReady(plan: Plan, { cluster }: Snapshot): boolean {
  const update = plan.statuses.find(status => status.kind === 'cluster');
  const conditions = (update?.status ?? cluster.status)?.conditions ?? [];
  return conditions.some(condition => condition.type === 'Ready' && condition.status === 'True');
}

function processMetrics(registers: Registry[]): void {
  readGauge({
    name: 'resident_memory_bytes',
    help: 'Resident memory of the operator',
    registers,
    read: () => process.memoryUsage.rss(),
  });
  const cpuSeconds: Counter = new Counter({
    name: `${prefix}cpu_seconds_total`,
    help: 'Processor time of the operator',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      cpuSeconds.reset();
      cpuSeconds.inc((user + system) / 1e6);
    },
  });
  readGauge({
    name: 'uptime_seconds',
    help: 'Seconds since the operator started',
    registers,
    read: () => process.uptime(),
  });
}

function readGauge(of: { name: string; help: string; registers: Registry[]; read: () => number }): void {
  const gauge: Gauge = new Gauge({
    name: `${prefix}${of.name}`,
    help: of.help,
    registers: of.registers,
    collect: () => gauge.set(of.read()),
  });
}
