/** What the next wait depends on; times in milliseconds. */
export interface PollSituation {
  /** a tab in the background need not follow closely */
  hidden: boolean;
  /** answers missed in a row */
  failures: number;
  /** how long the last answer took: a cluster with dead instances answers slowly, and is asked less often */
  tookMs: number;
}

const usualMs = 2_000;
const hiddenMs = 30_000;
const longestRetryMs = 15_000;

export function nextPollDelayMs(situation: PollSituation): number {
  if (situation.hidden) return hiddenMs;
  if (situation.failures > 0) return Math.min(1_000 * 2 ** (situation.failures - 1), longestRetryMs);
  // Bounded, as the clock may have been set, or the machine have slept, while the answer was awaited.
  return Math.min(Math.max(usualMs, situation.tookMs * 2), hiddenMs);
}
