import { events } from '../in-process/kinds.ts';
import { keyOf } from '../in-process/typed-objects.ts';
import type { ControllerContext, RunningController } from './controller-context.ts';

/** As kube-apiserver's --event-ttl. */
const lifeMilliseconds = 3_600_000;
const sweepMilliseconds = 600_000;

/** Forgets events an hour after they last happened. */
export function startEventExpiry({ objects, log }: ControllerContext): RunningController {
  const sweep = async (): Promise<void> => {
    for (const event of objects.list(events)) {
      const last = event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp;
      if (Date.now() - Date.parse(last) > lifeMilliseconds) await objects.delete(events, keyOf(event));
    }
  };
  const timer = setInterval(() => {
    sweep().catch(error => log.debug('Events were not swept', { error }));
  }, sweepMilliseconds);
  timer.unref();
  return { stop: async () => clearInterval(timer) };
}
