import type { Plan, Snapshot } from '@cartridge-on-kubernetes/planner';
import type { Logger } from '../logger.ts';
import type { OperatorMetrics } from '../metrics.ts';
import { replayable } from './replayable.ts';

/**
 * Reports a plan that broke a rule: counted in every pass, but logged with its snapshot only while the status does not
 * show it yet, as a rejected plan comes back with every pass. The event and the problem in the status are in the plan.
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
