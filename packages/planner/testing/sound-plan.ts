import { type Plan, plan, type Snapshot } from '../src/index.ts';

/** The plan of the snapshot. Throws where it breaks a rule of its own, which the operator would report and not carry out. */
export function soundPlan(snapshot: Snapshot): Plan {
  const decided = plan(snapshot);
  const broken = decided.violations.map(({ rule, action, message }) => `${rule}: ${action}; ${message}`);
  if (broken.length > 0) throw new Error(`The plan breaks its own rules:\n${broken.join('\n')}`);
  return decided;
}
