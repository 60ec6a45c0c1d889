/** First and last bucket, both included. */
export type BucketRange = readonly [number, number];
export type BucketState = 'active' | 'sending';

const STATES: readonly (BucketState | undefined)[] = [undefined, 'active', 'sending'];

/** Which buckets this replicaset holds: one byte each, and ranges wherever they leave the process. */
export class BucketTable {
  /** By bucket, the place of its state in STATES. */
  #states = new Uint8Array(0);

  get size(): number {
    return this.count('active') + this.count('sending');
  }

  stateOf(bucket: number): BucketState | undefined {
    return STATES[this.#states[bucket] ?? 0];
  }

  set(ranges: readonly BucketRange[], state: BucketState | null): void {
    for (const [first, last] of ranges) {
      this.#grow(last + 1);
      this.#states.fill(STATES.indexOf(state ?? undefined), first, last + 1);
    }
  }

  ranges(state: BucketState): BucketRange[] {
    return this.#collect(state, Number.POSITIVE_INFINITY);
  }

  /** The lowest active buckets, at most `count`. */
  take(count: number): BucketRange[] {
    return this.#collect('active', count);
  }

  count(state: BucketState): number {
    const code = STATES.indexOf(state);
    let count = 0;
    for (const value of this.#states) if (value === code) count++;
    return count;
  }

  clear(): void {
    this.#states = new Uint8Array(0);
  }

  #collect(state: BucketState, limit: number): BucketRange[] {
    const code = STATES.indexOf(state);
    const ranges: [number, number][] = [];
    let left = limit;
    for (let bucket = 0; bucket < this.#states.length && left > 0; bucket++) {
      if (this.#states[bucket] !== code) continue;
      extend(ranges, bucket);
      left--;
    }
    return ranges;
  }

  #grow(length: number): void {
    if (length <= this.#states.length) return;
    const grown = new Uint8Array(length);
    grown.set(this.#states);
    this.#states = grown;
  }
}

export function toRanges(buckets: readonly number[]): BucketRange[] {
  const ranges: [number, number][] = [];
  for (const bucket of [...buckets].sort((a, b) => a - b)) extend(ranges, bucket);
  return ranges;
}

function extend(ranges: [number, number][], bucket: number): void {
  const last = ranges.at(-1);
  if (last !== undefined && last[1] === bucket - 1) last[1] = bucket;
  else ranges.push([bucket, bucket]);
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
