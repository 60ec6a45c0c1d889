import type { ObjectKey } from '../storage/objects.ts';
import type { Kind, TypedObjects } from '../typed-objects.ts';
import { controllerOf } from './ownership.ts';

/** Reports the owner's key for each change of an object that an object of kind `owner` controls, or controlled before. */
export function watchOwned<T>(options: {
  objects: TypedObjects;
  owner: Kind<unknown>;
  owned: Kind<T>;
  onChange: (owner: ObjectKey) => void;
  /** an object without controller appeared or changed: somebody may want to adopt it */
  onOrphan?: (namespace: string | undefined) => void;
}): () => void {
  const { objects, owner, owned, onChange, onOrphan } = options;
  return objects.watch(owned, change => {
    const namespace = change.object.metadata.namespace;
    const now = controllerOf(change.object);
    const before = change.previous && controllerOf(change.previous);
    for (const reference of [now, before]) {
      if (reference?.kind === owner.kind) onChange({ namespace, name: reference.name });
    }
    if (!now && change.type !== 'DELETED') onOrphan?.(namespace);
  });
}
