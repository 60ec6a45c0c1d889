import type { KubernetesObject, OwnerReference } from '@cartridge-on-kubernetes/api';

export function controllerReference({ apiVersion, kind, metadata }: KubernetesObject): OwnerReference {
  const { name, uid = '' } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** All owners of an object once `owner` controls it, as a patch replaces the whole list. */
export function ownersWith(object: KubernetesObject, owner: KubernetesObject): OwnerReference[] {
  const others = (object.metadata.ownerReferences ?? []).filter(
    reference => reference.uid !== owner.metadata.uid,
  );
  return [...others, controllerReference(owner)];
}
