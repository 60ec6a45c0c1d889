import type { Pod } from 'kubernetes-types/core/v1';
import { pods } from '../in-process/kinds.ts';
import { keyOf, type Stored, type TypedObjects } from '../in-process/typed-objects.ts';
import type { ObjectMeta } from '../objects/kube-object.ts';
import { type LabelSelector, matchesSelector } from './label-selector.ts';
import { controllerOf, controllerReference, isControlledBy } from './ownership.ts';

/**
 * The pods an owner controls. Orphans that match its selector are adopted, owned pods that no longer match
 * are let go; nothing is adopted by an owner that is being deleted.
 */
export async function claimPods(options: {
  objects: TypedObjects;
  owner: { apiVersion: string; kind: string; metadata: ObjectMeta };
  selector: LabelSelector | undefined;
  /** further condition for adoption, for example the pod's name */
  mayAdopt?: (pod: Stored<Pod>) => boolean;
}): Promise<Stored<Pod>[]> {
  const { objects, owner, selector, mayAdopt } = options;
  const claimed: Stored<Pod>[] = [];
  for (const pod of objects.list(pods, { namespace: owner.metadata.namespace })) {
    const matches = matchesSelector(selector, pod.metadata.labels) && (mayAdopt?.(pod) ?? true);
    if (isControlledBy(pod, owner)) {
      if (matches || owner.metadata.deletionTimestamp) claimed.push(pod);
      else await release(objects, pod, owner.metadata.uid);
    } else if (matches && !controllerOf(pod)) {
      if (pod.metadata.deletionTimestamp || owner.metadata.deletionTimestamp) continue;
      claimed.push(await adopt(objects, pod, owner));
    }
  }
  return claimed;
}

function adopt(
  objects: TypedObjects,
  pod: Stored<Pod>,
  owner: Parameters<typeof controllerReference>[0],
): Promise<Stored<Pod>> {
  const ownerReferences = [...(pod.metadata.ownerReferences ?? []), controllerReference(owner)];
  return objects.mergePatch(pods, keyOf(pod), { metadata: { uid: pod.metadata.uid, ownerReferences } });
}

async function release(objects: TypedObjects, pod: Stored<Pod>, ownerUid: string): Promise<void> {
  const ownerReferences = (pod.metadata.ownerReferences ?? []).filter(
    reference => reference.uid !== ownerUid,
  );
  await objects.mergePatch(pods, keyOf(pod), { metadata: { uid: pod.metadata.uid, ownerReferences } });
}
