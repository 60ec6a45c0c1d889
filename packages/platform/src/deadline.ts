import type { Clock } from './clock.ts';

export interface Deadline {
  /** aborts when time is over (by a TimeoutError), when the caller's signal does, and by `abort` */
  signal: AbortSignal;
  isOver(): boolean;
  abort(): void;
  /** Time is no longer limited; the caller's signal still counts. */
  lift(): void;
  /** To be called when nothing listens to the signal any more. */
  release(): void;
}

export interface DeadlineOptions {
  clock: Clock;
  seconds: number;
  caller?: AbortSignal | undefined;
}

/** AbortSignal.any keeps every derived signal alive as long as its source on Node 20, hence by hand. */
export function startDeadline({ clock, seconds, caller }: DeadlineOptions): Deadline {
  const controller = new AbortController();
  let isOver = false;
  const lift = clock.after(seconds * 1000, () => {
    isOver = true;
    controller.abort(new DOMException(`No answer within ${seconds} s`, 'TimeoutError'));
  });
  const onAbort = () => controller.abort(caller?.reason);
  if (caller?.aborted) onAbort();
  caller?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    isOver: () => isOver,
    abort: () => controller.abort(),
    lift,
    release() {
      lift();
      caller?.removeEventListener('abort', onAbort);
    },
  };
}
