import { planDisruptionBudgets } from './concerns/disruption-budgets.ts';
import { planFailedRoles } from './concerns/failed-roles.ts';
import { planFailover } from './concerns/failover.ts';
import { planFormed } from './concerns/formed.ts';
import { planHealing } from './concerns/healing.ts';
import { planIdentity } from './concerns/identity.ts';
import { planMembership } from './concerns/membership.ts';
import { planRecovering } from './concerns/recovering.ts';
import { planReplacement } from './concerns/replacement.ts';
import { planReplicasetSettings } from './concerns/replicaset-settings.ts';
import { planReplication } from './concerns/replication.ts';
import { planRoleAdoption } from './concerns/role-adoption.ts';
import { planScale } from './concerns/scale.ts';
import { planService } from './concerns/service.ts';
import { planStatefulSets } from './concerns/stateful-sets.ts';
import { planStuckJoiners } from './concerns/stuck-joiners.ts';
import { planTemplateSync } from './concerns/template-sync.ts';
import { planVolumes } from './concerns/volumes.ts';
import { planVshard } from './concerns/vshard.ts';
import type { World } from './facts/world.ts';
import { buildWorld } from './facts/world.ts';
import { holdFailed } from './gates/back-off.ts';
import { holdDisruptions } from './gates/disruptions.ts';
import { holdMutations } from './gates/hold-mutations.ts';
import { findViolations } from './gates/invariants.ts';
import { type Action, isCartridgeAction } from './plan/action.ts';
import { type AllFindings, type Findings, mergeFindings } from './plan/findings.ts';
import type { Wait } from './plan/notice.ts';
import type { Plan } from './plan/plan-types.ts';
import type { Violation } from './plan/violation.ts';
import type { Snapshot } from './snapshot.ts';
import { report } from './status/report.ts';

/** The concerns in the order in which their actions are carried out. */
const concerns: ReadonlyArray<(world: World) => Findings> = [
  planService,
  planRoleAdoption,
  planStatefulSets,
  planScale,
  planDisruptionBudgets,
  planFormed,
  planHealing,
  planReplication,
  planMembership,
  planRecovering,
  planVshard,
  planReplicasetSettings,
  planFailedRoles,
  planFailover,
  planTemplateSync,
  planReplacement,
  planStuckJoiners,
  planVolumes,
  planIdentity,
];

/** The gates in the order in which actions pass them; each may hold actions back and say what they wait for. */
const gates: ReadonlyArray<(world: World, findings: AllFindings) => AllFindings> = [
  holdMutations,
  holdDisruptions,
  holdFailed,
];

/** Decides from one snapshot what to do now, what to wait for, what to refuse and what to say. */
export function plan(snapshot: Snapshot): Plan {
  const world = buildWorld(snapshot);
  const isGoing = world.cluster.metadata.deletionTimestamp !== undefined;
  // Kubernetes collects the objects of a deleted Cluster; members are not expelled and volumes are kept.
  const found = pinAsked(world, mergeFindings(isGoing ? [] : concerns.map(concern => concern(world))));
  const decided = gates.reduce((findings, gate) => gate(world, findings), found);
  const violations = findViolations(world, decided.actions);
  const findings = violations.length === 0 ? decided : rejectPlan(world, decided, violations);
  return {
    ...findings,
    violations,
    ...report(world, findings),
    retryAfterSeconds: soonest([...findings.waits, ...findings.refusals]),
  };
}

function rejectPlan(
  { clusterRef }: World,
  findings: AllFindings,
  violations: readonly Violation[],
): AllFindings {
  const [first] = violations;
  const rejected: Wait = {
    reason: 'PlanRejected',
    about: clusterRef,
    message: `The operator rejected its own plan: ${first?.action}; ${first?.message}`,
    cure: 'This is a defect of the operator: report it with the log line "Rejected a plan", from which it can be replayed',
    severity: 'problem',
    retryAfterSeconds: 30,
  };
  return { ...findings, actions: [], waits: [...findings.waits, rejected] };
}

/** Adds the uid of the asked pod, as a later pod of its name may be an instance without its data. */
function pinAsked({ podsByName }: World, findings: AllFindings): AllFindings {
  const pin = (action: Action): Action => {
    if (!isCartridgeAction(action)) return action;
    const viaUid = podsByName.get(action.via)?.metadata.uid;
    return viaUid === undefined ? action : { ...action, viaUid };
  };
  return { ...findings, actions: findings.actions.map(pin) };
}

function soonest(notices: ReadonlyArray<{ retryAfterSeconds?: number }>): number | null {
  const seconds = notices.flatMap(notice => notice.retryAfterSeconds ?? []);
  return seconds.length === 0 ? null : Math.min(...seconds);
}
