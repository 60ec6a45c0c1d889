/** Delays that double from the first to the longest, with jitter so that many do not come back together. */
export interface Backoff {
  firstMilliseconds: number;
  longestMilliseconds: number;
}

/** The delay after the given number of failures in a row (1 is the first); `random` in [0, 1) takes off up to half. */
export function backoffDelay(backoff: Backoff, failures: number, random: number): number {
  const doubled = backoff.firstMilliseconds * 2 ** Math.min(failures - 1, 30);
  const full = Math.min(doubled, backoff.longestMilliseconds);
  return Math.round(full * (1 - random / 2));
}
