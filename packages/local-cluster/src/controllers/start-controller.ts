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
  /** of the objects that `reconcile` gets the keys of; each change of one is a reason to look at it */
  kind: Kind<unknown>;
  /** of the objects that those of `kind` control, and whose changes are a reason to look at their controller */
  owned?: Kind<unknown>;
  reconcile(reconciliation: Reconciliation): Promise<ReconcileResult>;
  /** Starts further watches that say which keys to look at; returns the functions that stop them. */
  watch?(context: ControllerContext, enqueue: (key: ObjectKey) => void): Array<() => void>;
}

/** A controller: watches that name keys, and one function that brings a key's object to where it shall be. */
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
