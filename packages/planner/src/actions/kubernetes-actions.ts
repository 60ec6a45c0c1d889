import type { EventReason, KubernetesObject, Pod } from '@cartridge-on-kubernetes/api';
import type { CreateObject, DeletePod, PatchObject, Urgency } from '../plan/action.ts';
import { formatReference, objectReference } from '../plan/object-reference.ts';

interface Creation {
  urgency: Urgency;
  object: KubernetesObject;
  reason: string;
}

export function createObject({ urgency, object, reason }: Creation): CreateObject {
  const about = objectReference(object);
  return {
    kind: 'create_object',
    key: `create ${formatReference(about)}`,
    urgency,
    object,
    reason,
    event: 'ObjectCreated',
    about,
  };
}

interface Patching {
  urgency: Urgency;
  object: KubernetesObject;
  patch: Readonly<Record<string, unknown>>;
  what: string;
  reason: string;
  event?: EventReason | null;
}

export function patchObject({
  urgency,
  object,
  patch,
  what,
  reason,
  event = 'ObjectUpdated',
}: Patching): PatchObject {
  const target = objectReference(object);
  return {
    kind: 'patch_object',
    key: `patch ${what} of ${formatReference(target)}`,
    urgency,
    target,
    patch,
    what,
    reason,
    event,
    about: target,
  };
}

/** Deletes the pod only in the version that was seen. */
export function deletePod({
  pod,
  reason,
  event,
}: {
  pod: Pod;
  reason: string;
  event: EventReason;
}): DeletePod {
  const target = objectReference(pod);
  return {
    kind: 'delete_pod',
    key: `delete ${formatReference(target)}`,
    urgency: 'heals',
    target,
    resourceVersion: pod.metadata.resourceVersion ?? '',
    reason,
    event,
    about: target,
  };
}

interface Annotation {
  urgency: Urgency;
  object: KubernetesObject;
  key: string;
  value: string;
  reason: string;
}

/** Sets an annotation that later passes read; no action where it is set already. */
export function recordAnnotation({ object, key, value, ...rest }: Annotation): PatchObject[] {
  if (object.metadata.annotations?.[key] === value) return [];
  const patch = { metadata: { annotations: { [key]: value } } };
  return [patchObject({ ...rest, object, patch, what: `annotation ${key}`, event: null })];
}
