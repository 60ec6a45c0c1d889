import type { EventRecorder } from '../events/event-recorder.ts';
import { type Kind, keyOf } from '../in-process/typed-objects.ts';
import type { ObjectKey } from '../objects/kube-object.ts';
import type { ControllerContext, RunningController } from './controller-context.ts';
import { type ReconcileResult, startReconcileLoop } from './reconcile-loop.ts';
import { watchOwned } from './watch-owned.ts';

export interface Reconciliation {
  context: ControllerContext;
  recorder: EventRecorder;
  key: ObjectKey;
}

export interface ControllerDefinition {
  /** for the log, and with `-controller` for the source of its events */
  name: string;
  /** kind of the objects whose keys `reconcile` gets; each change of such an object enqueues its key */
  kind: Kind<unknown>;
  /** kind of the objects that objects of `kind` control; each change of one enqueues the key of its controller */
  owned?: Kind<unknown>;
  reconcile(reconciliation: Reconciliation): Promise<ReconcileResult>;
  /** Starts further watches, which call `enqueue`; returns the functions that stop them. */
  watch?(context: ControllerContext, enqueue: (key: ObjectKey) => void): Array<() => void>;
}

/** A controller: watches that enqueue keys, and one function that brings the object of a key to its desired state. */
export function startController(
  context: ControllerContext,
  definition: ControllerDefinition,
): RunningController {
  const { name, kind, owned } = definition;
  const { objects, log } = context;
  const recorder = context.recorder(`${name}-controller`);
  const loop = startReconcileLoop({
    name,
    log,
    reconcile: key => definition.reconcile({ context, recorder, key }),
  });
  const enqueue = (key: ObjectKey): void => loop.enqueue(key);
  const stops = [
    ...(definition.watch?.(context, enqueue) ?? []),
    objects.watch(kind as Kind<object>, change => enqueue(keyOf(change.object))),
    ...(owned ? [watchOwned({ objects, owner: kind, owned, onChange: enqueue })] : []),
  ];
  return {
    stop: async () => {
      for (const stop of stops) stop();
      await loop.stop();
    },
  };
}
