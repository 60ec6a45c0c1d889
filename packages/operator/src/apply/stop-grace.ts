import type { Clock } from '@cartridge-on-kubernetes/platform';

/**
 * A signal that aborts some time after the given signal: a change that is under way when the operator stops can finish,
 * but a hung instance cannot keep the operator from releasing its Lease.
 */
export function withGrace(signal: AbortSignal, clock: Clock, graceSeconds: number): StopGrace {
  const late = new AbortController();
  let cancel = (): void => {};
  const begin = (): void => {
    cancel = clock.after(graceSeconds * 1000, () => late.abort());
  };
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  return {
    signal: late.signal,
    release() {
      cancel();
      signal.removeEventListener('abort', begin);
    },
  };
}

export interface StopGrace {
  signal: AbortSignal;
  /** to be called when nothing listens to the signal any more */
  release(): void;
}
