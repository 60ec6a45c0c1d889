import type { Change } from '../in-process/objects.ts';
import type { KubeObject, ObjectKey, OwnerReference, Resource } from '../objects/kube-object.ts';

export interface GraphObject {
  resource: Resource;
  key: ObjectKey;
  uid: string;
  owners: OwnerReference[];
  isDeleting: boolean;
  finalizers: string[];
}

/** Objects with their owners and dependents, by uid. */
export class OwnerGraph {
  readonly #objects = new Map<string, GraphObject>();
  readonly #dependents = new Map<string, Set<string>>();

  /** Records a change; returns the uids of the objects that have to be reconciled because of it. */
  take(resource: Resource, change: Change): string[] {
    const { uid } = change.object.metadata;
    const before = this.#objects.get(uid);
    for (const owner of before?.owners ?? []) this.#dependents.get(owner.uid)?.delete(uid);
    if (change.type === 'DELETED') {
      this.#objects.delete(uid);
      const dependents = this.dependentsOf(uid).map(object => object.uid);
      this.#dependents.delete(uid);
      // An owner that is deleted in the foreground waits for its last dependent.
      return [...dependents, ...(before?.owners ?? []).map(owner => owner.uid)];
    }
    const object = describe(resource, change.object);
    this.#objects.set(uid, object);
    for (const owner of object.owners) this.#addDependent(owner.uid, uid);
    const isConcerned = object.owners.length > 0 || object.isDeleting;
    return isConcerned ? [uid] : [];
  }

  find(uid: string): GraphObject | undefined {
    return this.#objects.get(uid);
  }

  dependentsOf(uid: string): GraphObject[] {
    const found = [...(this.#dependents.get(uid) ?? [])];
    return found.flatMap(dependent => this.#objects.get(dependent) ?? []);
  }

  #addDependent(owner: string, dependent: string): void {
    const known = this.#dependents.get(owner) ?? new Set();
    known.add(dependent);
    this.#dependents.set(owner, known);
  }
}

function describe(resource: Resource, { metadata }: KubeObject): GraphObject {
  return {
    resource,
    key: { namespace: metadata.namespace, name: metadata.name },
    uid: metadata.uid,
    owners: metadata.ownerReferences ?? [],
    isDeleting: metadata.deletionTimestamp !== undefined,
    finalizers: metadata.finalizers ?? [],
  };
}
