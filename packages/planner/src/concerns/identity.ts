import { annotations, INSTANCE_STATE_JOINED, labels } from '@cartridge-on-kubernetes/api';
import { patchObject, recordAnnotation } from '../actions/kubernetes-actions.ts';
import type { World } from '../facts/world.ts';
import type { Action } from '../plan/action.ts';
import type { Findings } from '../plan/findings.ts';
import type { InstanceView } from '../views/views.ts';

/**
 * Pods of members carry their uuid and the word `joined`; the Cluster remembers that it was formed. Who has not joined
 * gets no label yet: nobody reads it, and writes are slowest while everything starts.
 */
export function planIdentity(world: World): Findings {
  return {
    actions: [...markFormed(world), ...world.instances.flatMap(labelPod)],
  };
}

/** By a member of its own: pods of another Cluster may carry its labels. */
function markFormed({ cluster, instances }: World): Action[] {
  if (instances.every(({ live }) => live === null)) return [];
  return recordAnnotation({
    urgency: 'protects',
    object: cluster,
    key: annotations.formed,
    value: '1',
    what: 'record of being formed',
    reason: 'from now on no instance may found a cluster',
  });
}

function labelPod({ pod, uuid, live }: InstanceView): Action[] {
  if (live === null || pod === null || pod.metadata.deletionTimestamp !== undefined) return [];
  const wanted = { [labels.instanceUuid]: uuid, [labels.instanceState]: INSTANCE_STATE_JOINED };
  const missing = Object.entries(wanted).filter(([key, value]) => pod.metadata.labels?.[key] !== value);
  if (missing.length === 0) return [];
  const patch = { metadata: { labels: Object.fromEntries(missing) } };
  const reason = 'it is a member';
  return [patchObject({ urgency: 'records', object: pod, patch, what: 'labels', event: null, reason })];
}
