/** First and last bucket, both included. */
export type BucketRange = readonly [number, number];
export type BucketState = 'active' | 'sending';

/** Which buckets this replicaset holds. Ranges keep thirty thousand buckets small on the wire. */
export class BucketTable {
  readonly #states = new Map<number, BucketState>();

  get size(): number {
    return this.#states.size;
  }

  stateOf(bucket: number): BucketState | undefined {
    return this.#states.get(bucket);
  }

  set(ranges: readonly BucketRange[], state: BucketState | null): void {
    for (const bucket of bucketsOf(ranges)) {
      if (state === null) this.#states.delete(bucket);
      else this.#states.set(bucket, state);
    }
  }

  ranges(state: BucketState): BucketRange[] {
    const buckets = [...this.#states].filter(([, value]) => value === state).map(([bucket]) => bucket);
    return toRanges(buckets);
  }

  /** The lowest active buckets, at most `count`. */
  take(count: number): BucketRange[] {
    const active = [...this.#states].filter(([, state]) => state === 'active').map(([bucket]) => bucket);
    return toRanges(active.sort((a, b) => a - b).slice(0, count));
  }

  count(state: BucketState): number {
    let count = 0;
    for (const value of this.#states.values()) if (value === state) count++;
    return count;
  }

  clear(): void {
    this.#states.clear();
  }
}

export function toRanges(buckets: readonly number[]): BucketRange[] {
  const ranges: [number, number][] = [];
  for (const bucket of [...buckets].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === bucket - 1) last[1] = bucket;
    else ranges.push([bucket, bucket]);
  }
  return ranges;
}

export function* bucketsOf(ranges: readonly BucketRange[]): Generator<number> {
  for (const [first, last] of ranges) for (let bucket = first; bucket <= last; bucket++) yield bucket;
}

export function countBuckets(ranges: readonly BucketRange[]): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

export function isInRanges(bucket: number, ranges: readonly BucketRange[]): boolean {
  return ranges.some(([first, last]) => bucket >= first && bucket <= last);
}
