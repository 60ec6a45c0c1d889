import { errorReason } from '../in-process/typed-objects.ts';
import type { OwnerReference } from '../objects/kube-object.ts';
import type { ControllerContext, RunningController } from './controller-context.ts';
import { type GraphObject, OwnerGraph } from './owner-graph.ts';
import { startReconcileLoop } from './reconcile-loop.ts';
import type { EverythingListener } from './watch-everything.ts';

const foreground = 'foregroundDeletion';
const orphan = 'orphan';

/** Deletes objects whose owners are gone; carries out foreground deletion and orphaning. */
export function createGarbageCollector(
  context: ControllerContext,
): RunningController & { listener: EverythingListener } {
  const graph = new OwnerGraph();
  const loop = startReconcileLoop({
    name: 'garbage-collector',
    log: context.log,
    reconcile: async ({ name: uid }) => {
      const object = graph.find(uid);
      if (object) await collect(context, graph, object);
      return undefined;
    },
  });
  return {
    listener: (resource, change) => {
      for (const uid of graph.take(resource, change)) loop.enqueue({ name: uid });
    },
    stop: () => loop.stop(),
  };
}

async function collect(context: ControllerContext, graph: OwnerGraph, object: GraphObject): Promise<void> {
  if (object.isDeleting && object.finalizers.includes(orphan)) {
    for (const dependent of graph.dependentsOf(object.uid)) {
      await setOwners(
        context,
        dependent,
        dependent.owners.filter(owner => owner.uid !== object.uid),
      );
    }
    await removeFinalizer(context, object, orphan);
    return;
  }
  if (object.isDeleting && object.finalizers.includes(foreground)) {
    await deleteDependents(context, graph, object);
    return;
  }
  if (object.isDeleting || object.owners.length === 0) return;
  await judgeOwners(context, graph, object);
}

async function deleteDependents(
  context: ControllerContext,
  graph: OwnerGraph,
  object: GraphObject,
): Promise<void> {
  const dependents = graph.dependentsOf(object.uid);
  for (const dependent of dependents) {
    const othersLive = dependent.owners.some(owner => owner.uid !== object.uid && isSolid(graph, owner));
    if (!dependent.isDeleting && !othersLive) await remove(context, dependent, 'Foreground');
  }
  const blocking = graph
    .dependentsOf(object.uid)
    .filter(dependent =>
      dependent.owners.some(owner => owner.uid === object.uid && owner.blockOwnerDeletion),
    );
  if (blocking.length === 0) await removeFinalizer(context, object, foreground);
}

async function judgeOwners(
  context: ControllerContext,
  graph: OwnerGraph,
  object: GraphObject,
): Promise<void> {
  const absent = object.owners.filter(owner => !graph.find(owner.uid) && isServed(context, owner));
  const solid = object.owners.filter(owner => !absent.includes(owner) && isSolid(graph, owner));
  if (solid.length > 0) {
    if (absent.length > 0)
      await setOwners(
        context,
        object,
        object.owners.filter(owner => !absent.includes(owner)),
      );
    return;
  }
  const leaving = object.owners.some(owner => !absent.includes(owner) && !isSolid(graph, owner));
  if (leaving) await remove(context, object, 'Foreground');
  else if (absent.length === object.owners.length) await remove(context, object, 'Background');
}

/** The owner is there, and is not waiting for its dependents to go. */
function isSolid(graph: OwnerGraph, owner: OwnerReference): boolean {
  const found = graph.find(owner.uid);
  if (!found) return true;
  const isLeaving = found.isDeleting && found.finalizers.includes(foreground);
  return !isLeaving;
}

/** An owner whose API group is not served counts as unknown, not as gone. */
function isServed({ objects }: ControllerContext, owner: OwnerReference): boolean {
  const [group = ''] = owner.apiVersion.includes('/') ? owner.apiVersion.split('/') : [''];
  return objects.raw.resources().some(resource => resource.group === group);
}

async function remove(
  { objects }: ControllerContext,
  object: GraphObject,
  propagationPolicy: 'Foreground' | 'Background',
): Promise<void> {
  const preconditions = { uid: object.uid };
  await ignoreGone(objects.delete(object.resource, object.key, { propagationPolicy, preconditions }));
}

async function removeFinalizer(context: ControllerContext, object: GraphObject, name: string): Promise<void> {
  const finalizers = object.finalizers.filter(found => found !== name);
  await patchMetadata(context, object, { finalizers });
}

async function setOwners(
  context: ControllerContext,
  object: GraphObject,
  ownerReferences: OwnerReference[],
): Promise<void> {
  await patchMetadata(context, object, { ownerReferences });
}

async function patchMetadata(
  { objects }: ControllerContext,
  object: GraphObject,
  metadata: Record<string, unknown>,
): Promise<void> {
  const patch = { metadata: { uid: object.uid, ...metadata } };
  await ignoreGone(objects.raw.mergePatch(object.resource, object.key, patch));
}

async function ignoreGone(written: Promise<unknown>): Promise<void> {
  try {
    await written;
  } catch (error) {
    if (errorReason(error) !== 'NotFound' && errorReason(error) !== 'Conflict') throw error;
  }
}
