import type { ObjectMeta, OwnerReference } from '../objects/kube-object.ts';

interface Owner {
  apiVersion: string;
  kind: string;
  metadata: Pick<ObjectMeta, 'name' | 'uid'>;
}

interface Owned {
  metadata: { ownerReferences?: OwnerReference[] };
}

export function controllerOf(object: Owned): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find(reference => reference.controller);
}

export function isControlledBy(object: Owned, owner: { metadata: { uid: string } }): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid;
}

export function controllerReference(owner: Owner): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}
