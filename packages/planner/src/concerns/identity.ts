import { INSTANCE_STATE_JOINED, labels } from '@cartridge-on-kubernetes/api';
import { patchObject } from '../actions/kubernetes-actions.ts';
import type { World } from '../facts/world.ts';
import type { Action } from '../plan/action.ts';
import type { Findings } from '../plan/findings.ts';
import type { InstanceView } from '../views/views.ts';

/**
 * Pods of members are labelled with their uuid and `joined`. A pod that has not joined gets no label yet: nothing reads it,
 * and writes are slowest while everything starts.
 */
export function planIdentity({ instances }: World): Findings {
  return { actions: instances.flatMap(labelPod) };
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
