import { deletePod } from '../actions/kubernetes-actions.ts';
import { isReplicating } from '../facts/peers.ts';
import { startedAt } from '../facts/pod-history.ts';
import { lastsSeconds } from '../facts/sightings.ts';
import type { World } from '../facts/world.ts';
import type { DeletePod } from '../plan/action.ts';
import type { Findings } from '../plan/findings.ts';
import type { InstanceView, ReplicasetView } from '../views/views.ts';

/**
 * An instance that joins copies the data of one member, and does not notice when that member stops: it waits for ever,
 * and the member, once it is back, waits for the joining instance in turn. The joining instance has no data of its own
 * yet, so its pod is deleted and the copy starts again (docs/decisions/stuck-joiners.md).
 */
export function planStuckJoiners(world: World): Findings {
  return {
    actions: world.replicasets.flatMap(replicaset =>
      replicaset.instances.flatMap(instance => restart(world, replicaset, instance)),
    ),
  };
}

/** The instance may be copying from another member, or may still notice that its connection was cut. */
const PATIENCE_SECONDS = 60;

function restart(world: World, { instances }: ReplicasetView, instance: InstanceView): DeletePod[] {
  const { pod, answer, name } = instance;
  const isCopying = answer?.kind === 'answered' && answer.self.state === 'BootstrappingBox';
  const since = world.snapshot.sightings.states[name]?.since;
  if (!isCopying || since === undefined || pod === null || pod.metadata.deletionTimestamp !== undefined)
    return [];
  // Preconditions of the deletion; without them it could hit a later pod of the same name, or a pod that has recovered.
  if (pod.metadata.uid === undefined || pod.metadata.resourceVersion === undefined) return [];
  const successor = instances.find(other => other !== instance && isBackSince(world, other, since));
  if (successor === undefined) return [];
  const reason = `it began to copy the data of its replicaset before ${successor.name} was restarted, and may wait for ever`;
  return [deletePod({ pod, reason, event: 'JoinRestarted' })];
}

function isBackSince({ snapshot }: World, other: InstanceView, since: number): boolean {
  const started = other.pod === null ? null : startedAt(other.pod, snapshot.now);
  if (started === null || !isReplicating(other)) return false;
  return started > since && lastsSeconds(snapshot, started) > PATIENCE_SECONDS;
}
