import { deletePod } from '../actions/kubernetes-actions.ts';
import { hasServed } from '../facts/has-served.ts';
import { instancesOfEarlierTemplate } from '../facts/outdated-pods.ts';
import { hasRun, isHeldBack } from '../facts/pod-history.ts';
import { diagnosisOf, type World } from '../facts/world.ts';
import type { DeletePod } from '../plan/action.ts';
import type { Findings } from '../plan/findings.ts';
import type { InstanceView } from '../views/views.ts';

/**
 * StatefulSets are OnDelete: a pod keeps its template until a person deletes it. A pod that never served and cannot
 * start loses nothing by its deletion, so the operator deletes it at once and the corrected template applies
 * (docs/decisions/replaced-pods.md).
 */
export function planReplacement(world: World): Findings {
  const outdated = world.replicasets
    .filter(replicaset => replicaset.standing === 'wanted')
    .flatMap(replicaset => instancesOfEarlierTemplate(replicaset));
  return { actions: outdated.flatMap(instance => replace(world, instance)) };
}

function replace(world: World, instance: InstanceView): DeletePod[] {
  const { pod } = instance;
  const obstacle = diagnosisOf(world, instance).obstacle;
  // Preconditions of the deletion; without them it could hit a later pod of the same name, or a pod that has recovered.
  if (pod?.metadata.uid === undefined || pod.metadata.resourceVersion === undefined) return [];
  const history = obstacle === null ? null : describeHistory(world, instance);
  if (history === null) return [];
  const reason = `${history}, and its StatefulSet has a new template`;
  return [deletePod({ pod, reason, event: 'PodReplaced' })];
}

/** Null where the pod has served, or may be running. */
function describeHistory(world: World, instance: InstanceView): string | null {
  const { pod } = instance;
  if (pod === null) return null;
  if (!hasRun(pod)) return 'its application has never run';
  return isHeldBack(pod) && !hasServed(world, instance) ? 'it keeps crashing and has never served' : null;
}
