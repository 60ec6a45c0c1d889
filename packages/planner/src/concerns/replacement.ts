import { deletePod } from '../actions/kubernetes-actions.ts';
import { hasServed } from '../facts/has-served.ts';
import { instancesOfEarlierTemplate } from '../facts/outdated-pods.ts';
import { hasRun, isHeldBack } from '../facts/pod-history.ts';
import { diagnosisOf, type World } from '../facts/world.ts';
import type { DeletePod } from '../plan/action.ts';
import type { Findings } from '../plan/findings.ts';
import type { InstanceView } from '../views/views.ts';

/**
 * StatefulSets are OnDelete: a pod keeps its template until it is deleted, and when that is, people decide. A pod that
 * never served and cannot start has nothing to lose by it, so the corrected template reaches it at once
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
  // Without both there would be no telling it from another pod, or from the same one later.
  if (pod?.metadata.uid === undefined || pod.metadata.resourceVersion === undefined) return [];
  const history = obstacle === null ? null : describeHistory(world, instance);
  if (history === null) return [];
  const reason = `${history}, and its StatefulSet has another template by now`;
  return [deletePod({ pod, reason, event: 'PodReplaced' })];
}

/** null where it did its work, or where it may be running. */
function describeHistory(world: World, instance: InstanceView): string | null {
  const { pod } = instance;
  if (pod === null) return null;
  if (!hasRun(pod)) return 'its application has never run';
  return isHeldBack(pod) && !hasServed(world, instance) ? 'it crashes and never served' : null;
}
