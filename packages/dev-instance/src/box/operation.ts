import type { BucketRange, BucketState } from './bucket-table.ts';

/** A stored row: fields by position, as in a Tarantool tuple. */
export type Tuple = readonly unknown[];

/** What is written to the journal and replicated, in this order, everywhere. */
export type Operation =
  | { readonly kind: 'register'; readonly id: number; readonly uuid: string }
  | { readonly kind: 'unregister'; readonly id: number }
  | { readonly kind: 'space'; readonly name: string; readonly fields: readonly string[] }
  | { readonly kind: 'put'; readonly space: string; readonly key: string; readonly tuple: Tuple }
  | { readonly kind: 'delete'; readonly space: string; readonly key: string }
  | { readonly kind: 'buckets'; readonly ranges: readonly BucketRange[]; readonly state: BucketState | null }
  /** Buckets of another replicaset arrive with their rows in one step: no half of them is ever visible. */
  | { readonly kind: 'receive'; readonly ranges: readonly BucketRange[]; readonly rows: BucketRows }
  | { readonly kind: 'drop'; readonly ranges: readonly BucketRange[] };

/** By space: its fields and the rows to put. */
export type BucketRows = Readonly<
  Record<string, { readonly fields: readonly string[]; readonly tuples: Readonly<Record<string, Tuple>> }>
>;

/** An operation with its origin: replica id and that replica's own count. */
export interface Row {
  readonly id: number;
  readonly lsn: number;
  readonly op: Operation;
}

export type Vclock = Record<number, number>;
