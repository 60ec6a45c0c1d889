import type { KubernetesObject, OwnerReference } from '@cartridge-on-kubernetes/api';

export type Ownership = 'ours' | 'none' | { controlledBy: OwnerReference };

/** Whether `owner` controls the object, another object does, or none. */
export function ownershipOf(object: KubernetesObject, owner: KubernetesObject): Ownership {
  const controller = object.metadata.ownerReferences?.find(reference => reference.controller);
  if (controller === undefined) return 'none';
  return controller.uid === owner.metadata.uid ? 'ours' : { controlledBy: controller };
}
