import type { EventRecorder } from '../events/event-recorder.ts';
import type { Log } from '../log.ts';
import type { TypedObjects } from '../typed-objects.ts';

/** What every controller gets. */
export interface ControllerContext {
  objects: TypedObjects;
  log: Log;
  recorder: (component: string) => EventRecorder;
}

export interface RunningController {
  stop(): Promise<void>;
}
