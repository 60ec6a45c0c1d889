import { annotations, INSTANCE_STATE_JOINED, labels } from '@cartridge/api';
import type { Action } from '../action.ts';
import type { Findings } from '../findings.ts';
import { patchObject, recordAnnotation } from '../kubernetes-actions.ts';
import type { InstanceView, World } from '../world/world.ts';

/**
 * Pods carry their uuid and, as members, the word `joined`; the Cluster remembers that it was formed. Without a
 * topology a uuid would be a guess.
 */
export function planIdentity(world: World): Findings {
  return {
    actions: [...markFormed(world), ...(world.topology === null ? [] : world.instances.flatMap(labelPod))],
  };
}

function markFormed({ cluster, isFormed }: World): Action[] {
  if (!isFormed) return [];
  return recordAnnotation({
    concern: 'membership',
    object: cluster,
    key: annotations.formed,
    value: '1',
    what: 'record of being formed',
    reason: 'from now on no instance may found a cluster',
  });
}

function labelPod({ pod, uuid, live }: InstanceView): Action[] {
  if (pod === null || pod.metadata.deletionTimestamp !== undefined) return [];
  const wanted = {
    [labels.instanceUuid]: uuid,
    ...(live === null ? {} : { [labels.instanceState]: INSTANCE_STATE_JOINED }),
  };
  const missing = Object.entries(wanted).filter(([key, value]) => pod.metadata.labels?.[key] !== value);
  if (missing.length === 0) return [];
  const patch = { metadata: { labels: Object.fromEntries(missing) } };
  const reason = live === null ? 'it is the uuid to join with' : 'it is a member';
  return [patchObject({ concern: 'membership', object: pod, patch, what: 'labels', event: null, reason })];
}
