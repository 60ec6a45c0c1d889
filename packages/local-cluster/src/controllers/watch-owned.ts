import { type Kind, keyOf, type TypedObjects } from '../in-process/typed-objects.ts';
import type { ObjectKey } from '../objects/kube-object.ts';
import { controllerOf } from './ownership.ts';

/**
 * Reports the owner's key for each change of an object that an object of kind `owner` controls, or controlled
 * before. An object without a controller concerns every owner of its namespace, as any of them may adopt it.
 */
export function watchOwned(options: {
  objects: TypedObjects;
  owner: Kind<unknown>;
  owned: Kind<unknown>;
  onChange: (owner: ObjectKey) => void;
}): () => void {
  const { objects, owner, owned, onChange } = options;
  return objects.watch(owned as Kind<object>, change => {
    const namespace = change.object.metadata.namespace;
    const now = controllerOf(change.object);
    const before = change.previous && controllerOf(change.previous);
    for (const reference of [now, before]) {
      if (reference?.kind === owner.kind) onChange({ namespace, name: reference.name });
    }
    if (now || change.type === 'DELETED') return;
    for (const candidate of objects.list(owner as Kind<object>, { namespace })) onChange(keyOf(candidate));
  });
}
