import { NotFoundError, type WorkResult } from '@cartridge-on-kubernetes/kube';
import { describeError, type Observer, observe, traceError } from '@cartridge-on-kubernetes/observe';
import { plan as planPass } from '@cartridge-on-kubernetes/planner';
import { type Platform, randomId } from '@cartridge-on-kubernetes/platform';
import { applyPlan } from '../apply/apply-plan.ts';
import type { Applier } from '../apply/carry-out.ts';
import type { Outcome } from '../apply/outcome.ts';
import type { Logger } from '../logger.ts';
import type { Memory } from '../memory.ts';
import type { OperatorMetrics } from '../metrics.ts';
import { reportRejectedPlan } from '../report/rejected-plan.ts';
import { type Reporter, reportEvents, reportOutcomes, reportStatuses } from '../report/report.ts';
import { clusterKeysOf } from './clusters-of.ts';
import type { ControllerLogic, FailedPass } from './controller.ts';
import type { Pace } from './pace.ts';

interface Parts extends Observer, Applier, Reporter {
  log: Logger;
  metrics: OperatorMetrics;
  memory: Memory;
  pace: Pace;
  random: Platform['random'];
}

/** Keeps each Cluster, with its Roles and everything made from them, as the manifests say. */
export function createClusterController(parts: Parts): ControllerLogic {
  return {
    name: 'cluster',
    resources: [
      'clusters',
      'roles',
      'templates',
      'statefulSets',
      'pods',
      'services',
      'claims',
      'disruptionBudgets',
      'events',
    ],
    keysOf: (name, change) => clusterKeysOf(parts.caches, name, change),
    noticed: key => parts.pace.news(key),
    reconcile: (key, signal) => reconcileCluster(parts, key, signal),
    failed: failure => reportFailedPass(parts, failure),
  };
}

/** One pass over one Cluster: observe, plan, apply, report. */
async function reconcileCluster(controller: Parts, key: string, signal: AbortSignal): Promise<WorkResult> {
  const { caches, clock, metrics, pace } = controller;
  const cluster = caches.clusters.get(key);
  if (cluster === undefined) {
    forgetCluster(controller, key);
    return undefined;
  }
  const startedAt = clock.monotonic();
  const log = controller.log.child({ cluster: key, reconcileID: randomId(controller.random) });
  const snapshot = await observe(controller, cluster, signal);
  if (signal.aborted) return undefined;
  const observedAt = clock.monotonic();
  const plan = planPass(snapshot);
  const isKnown = cluster.status?.problems?.some(({ reason }) => reason === 'PlanRejected') ?? false;
  reportRejectedPlan({ log, metrics, plan, snapshot }, isKnown);
  const outcomes = await applyPlan(controller, { plan, pods: snapshot.pods }, signal);
  controller.memory.remember(key, outcomes);
  reportOutcomes(controller, outcomes, log);
  metrics.countOutcomes(outcomes);
  const { done, failed } = countOutcomes(outcomes);
  // A status that is about to change again is not written; the first pass that changes nothing writes it.
  if (failed > 0 || !pace.goesOn(key, done)) {
    reportEvents(controller, plan);
    await reportStatuses(controller, plan.statuses);
  }
  metrics.observePass({ key, plan, snapshot, seconds: (clock.monotonic() - startedAt) / 1000 });
  const againAfterMilliseconds = pace.next(key, {
    now: clock.monotonic(),
    done,
    failed,
    retryAfterSeconds: plan.retryAfterSeconds,
  });
  const observeSeconds = (observedAt - startedAt) / 1000;
  log.debug(
    { done, failed, waits: plan.waits.length, observeSeconds, againAfterMilliseconds },
    'Processed the Cluster',
  );
  return { againAfterMilliseconds };
}

/** Reports a pass that threw an unexpected error. */
function reportFailedPass(controller: Parts, { key, error, retryMilliseconds }: FailedPass): void {
  if (error instanceof NotFoundError && controller.caches.clusters.get(key) === undefined) {
    controller.log.debug({ cluster: key }, 'The Cluster was deleted while it was processed');
    return;
  }
  controller.metrics.countFailedPass();
  const details = { cluster: key, error: describeError(error), stack: traceError(error), retryMilliseconds };
  controller.log.error(details, 'Processing the Cluster failed, and is tried again');
}

function forgetCluster({ memory, pace, metrics }: Parts, key: string): void {
  memory.forget(key);
  pace.forget(key);
  metrics.forgetCluster(key);
}

function countOutcomes(outcomes: readonly Outcome[]): { done: number; failed: number } {
  return {
    done: outcomes.filter(outcome => outcome.kind === 'done').length,
    failed: outcomes.filter(outcome => outcome.kind === 'failed').length,
  };
}
