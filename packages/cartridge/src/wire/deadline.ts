export interface Deadline {
  /** aborts when time is over, or when the caller's signal does */
  signal: AbortSignal;
  isOver(): boolean;
  release(): void;
}

/** AbortSignal.any keeps every derived signal alive as long as its source on Node 20, hence by hand. */
export function startDeadline(seconds: number, caller: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    controller.abort();
  }, seconds * 1000);
  const onAbort = () => controller.abort(caller?.reason);
  if (caller?.aborted) onAbort();
  caller?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    isOver: () => isOver,
    release() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onAbort);
    },
  };
}
