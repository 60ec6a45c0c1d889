import { events, namespaces } from '../in-process/kinds.ts';
import { errorReason, keyOf } from '../in-process/typed-objects.ts';
import type { KubeObject, ObjectKey, Resource } from '../objects/kube-object.ts';
import type { ControllerContext, RunningController } from './controller-context.ts';
import { startReconcileLoop } from './reconcile-loop.ts';
import type { EverythingListener } from './watch-everything.ts';

/** Empties namespaces that are being deleted, and lets them go when nothing is left in them. */
export function createNamespaceController(
  context: ControllerContext,
): RunningController & { listener: EverythingListener } {
  const { objects, log } = context;
  const loop = startReconcileLoop({ name: 'namespace', log, reconcile: key => reconcile(context, key) });
  return {
    listener: (resource, change) => {
      if (resource.resource === namespaces.resource && resource.group === '') {
        if (change.object.metadata.deletionTimestamp) loop.enqueue(keyOf(change.object));
        return;
      }
      const name = change.object.metadata.namespace;
      const isLeaving = name && objects.read(namespaces, { name })?.metadata.deletionTimestamp;
      if (name && isLeaving) loop.enqueue({ name });
    },
    stop: () => loop.stop(),
  };
}

async function reconcile({ objects }: ControllerContext, key: ObjectKey): Promise<undefined> {
  const namespace = objects.read(namespaces, key);
  if (!namespace?.metadata.deletionTimestamp) return;
  let left = 0;
  for (const resource of inOrder(objects.raw.resources())) {
    const found = objects.raw.list(resource, { namespace: key.name }).filter(isIn(key.name));
    left += found.length;
    for (const object of found) {
      if (object.metadata.deletionTimestamp) continue;
      await objects.delete(resource, keyOf(object), { propagationPolicy: 'Background' }).catch(error => {
        if (errorReason(error) !== 'NotFound') throw error;
      });
    }
  }
  // Each object that goes brings this namespace here again.
  if (left > 0) return;
  const patch = { spec: { finalizers: [] } };
  await objects.raw.mergePatch(namespaces, key, patch, { subresource: 'finalize' });
}

/** Events last: deleting the rest writes some. */
function inOrder(resources: Resource[]): Resource[] {
  const isEvents = (resource: Resource): boolean => resource.resource === events.resource;
  return [...resources.filter(resource => !isEvents(resource)), ...resources.filter(isEvents)];
}

function isIn(namespace: string): (object: KubeObject) => boolean {
  return object => object.metadata.namespace === namespace;
}
