import type { EventRecorder } from '../events/event-recorder.ts';
import type { ObjectKey } from '../storage/objects.ts';
import type { ControllerContext, RunningController } from './controller-context.ts';
import { type ReconcileResult, startReconcileLoop } from './reconcile-loop.ts';

export interface ControllerDefinition {
  /** for the log, and with `-controller` for the source of its events */
  name: string;
  reconcile(context: ControllerContext, recorder: EventRecorder, key: ObjectKey): Promise<ReconcileResult>;
  /** Starts the watches that say which keys to look at; returns the functions that stop them. */
  watch(context: ControllerContext, enqueue: (key: ObjectKey) => void): Array<() => void>;
}

/** A controller: watches that name keys, and one function that brings a key's object to where it shall be. */
export function startController(
  context: ControllerContext,
  definition: ControllerDefinition,
): RunningController {
  const { name } = definition;
  const recorder = context.recorder(`${name}-controller`);
  const loop = startReconcileLoop({
    name,
    log: context.log,
    reconcile: key => definition.reconcile(context, recorder, key),
  });
  const stops = definition.watch(context, key => loop.enqueue(key));
  return {
    stop: async () => {
      for (const stop of stops) stop();
      await loop.stop();
    },
  };
}
