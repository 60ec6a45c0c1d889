import type { Plan, Snapshot } from '@cartridge-on-kubernetes/planner';
import type { Logger } from '../logger.ts';
import type { OperatorMetrics } from '../metrics.ts';
import { replayable } from './replayable.ts';

/**
 * Tells of a plan that broke a rule of its own: counted each time, logged with the snapshot once for each text, as a
 * rejected plan comes back with every pass. The event and the problem in the status are the plan's.
 */
export function reportRejectedPlan(
  { log, metrics, plan, snapshot }: { log: Logger; metrics: OperatorMetrics; plan: Plan; snapshot: Snapshot },
  isKnown: boolean,
): void {
  if (plan.violations.length === 0) return;
  metrics.countRejectedPlan();
  if (isKnown) return;
  log.error({ violations: plan.violations, story: { snapshot: replayable(snapshot) } }, 'Rejected a plan');
}
