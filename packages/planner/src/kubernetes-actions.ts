import type { EventReason, KubernetesObject } from '@cartridge/api';
import type { Concern, CreateObject, PatchObject } from './action.ts';
import { formatReference, objectReference } from './object-reference.ts';

interface Creation {
  concern: Concern;
  object: KubernetesObject;
  reason: string;
}

export function createObject({ concern, object, reason }: Creation): CreateObject {
  const about = objectReference(object);
  return {
    kind: 'create_object',
    key: `create ${formatReference(about)}`,
    concern,
    object,
    reason,
    event: 'ObjectCreated',
    about,
  };
}

interface Patching {
  concern: Concern;
  object: KubernetesObject;
  patch: Readonly<Record<string, unknown>>;
  what: string;
  reason: string;
  event?: EventReason | null;
}

export function patchObject({
  concern,
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
    concern,
    target,
    patch,
    what,
    reason,
    event,
    about: target,
  };
}
