/**
 * When to look again at what nothing tells the end of: soon while it is young, an old sorrow seldom. Whoever lasted
 * for some time and is over now is noticed within a tenth of that time.
 */
export function askAgainSeconds(lastsSeconds: number, mostSeconds: number): number {
  return Math.min(mostSeconds, Math.max(1, Math.floor(lastsSeconds / 10)));
}
