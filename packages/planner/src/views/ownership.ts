import type { KubernetesObject, OwnerReference } from '@cartridge-on-kubernetes/api';

export type Ownership = 'ours' | 'nobodys' | { controlledBy: OwnerReference };

/** Whether `owner` controls the object, another object does, or none. */
export function ownershipOf(object: KubernetesObject, owner: KubernetesObject): Ownership {
  const controller = object.metadata.ownerReferences?.find(reference => reference.controller);
  if (controller === undefined) return 'nobodys';
  return controller.uid === owner.metadata.uid ? 'ours' : { controlledBy: controller };
}
