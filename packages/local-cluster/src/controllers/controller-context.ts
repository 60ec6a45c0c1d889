import type { EventRecorder } from '../events/event-recorder.ts';
import type { TypedObjects } from '../in-process/typed-objects.ts';
import type { Log } from '../runtime/log.ts';

/** What every controller gets. */
export interface ControllerContext {
  objects: TypedObjects;
  log: Log;
  recorder: (component: string) => EventRecorder;
}

export interface RunningController {
  stop(): Promise<void>;
}
