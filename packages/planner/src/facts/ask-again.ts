/**
 * Polling interval for a condition whose end no watch reports: a tenth of its age, at least 1 s, at most `mostSeconds`.
 */
export function askAgainSeconds(lastsSeconds: number, mostSeconds: number): number {
  return Math.min(mostSeconds, Math.max(1, Math.floor(lastsSeconds / 10)));
}
