import { createObject } from '../actions/kubernetes-actions.ts';
import type { World } from '../facts/world.ts';
import { buildPodDisruptionBudget } from '../objects/pod-disruption-budget.ts';
import type { Action } from '../plan/action.ts';
import type { Findings } from '../plan/findings.ts';
import type { ReplicasetView } from '../views/views.ts';

/** A replicaset of several instances has a budget; a budget that people created under its name is left alone. */
export function planDisruptionBudgets({ replicasets, snapshot }: World): Findings {
  if (snapshot.disruptionBudgets === null) return {};
  const existing = new Set(snapshot.disruptionBudgets.map(budget => budget.metadata.name));
  return {
    actions: replicasets.flatMap(replicaset => (existing.has(replicaset.name) ? [] : createFor(replicaset))),
  };
}

function createFor(replicaset: ReplicasetView): Action[] {
  const { statefulSet, role, standing } = replicaset;
  if (statefulSet?.metadata.uid === undefined || standing !== 'wanted' || role.replicas < 2) return [];
  const object = buildPodDisruptionBudget(replicaset, statefulSet);
  return [
    createObject({ urgency: 'protects', object, reason: 'evictions must leave a copy of the data running' }),
  ];
}
