import { type BucketRange, BucketTable, isInRanges } from './bucket-table.ts';
import type { BucketRows, Operation, Tuple } from './operation.ts';

export interface Space {
  readonly name: string;
  /** Field names; `bucket_id` among them ties a row to its bucket. */
  fields: readonly string[];
  readonly rows: Map<string, Tuple>;
}

export interface BoxSnapshot {
  /** absent in snapshots of older versions */
  readonly origin?: string;
  readonly cluster: readonly (readonly [number, string])[];
  readonly spaces: readonly {
    readonly name: string;
    readonly fields: readonly string[];
    readonly rows: readonly (readonly [string, Tuple])[];
  }[];
  readonly active: readonly BucketRange[];
  readonly sending: readonly BucketRange[];
}

/** The data of one instance in memory: spaces, buckets, and the replicas it knows (`_cluster`). */
export class BoxState {
  /** Tells data that began in one place from data that began in another, under the same uuids. */
  origin: string | null = null;
  readonly cluster = new Map<number, string>();
  readonly spaces = new Map<string, Space>();
  readonly buckets = new BucketTable();

  apply(op: Operation): void {
    switch (op.kind) {
      case 'register':
        this.cluster.set(op.id, op.uuid);
        return;
      case 'unregister':
        this.cluster.delete(op.id);
        return;
      case 'space':
        this.#space(op.name, op.fields);
        return;
      case 'put':
        this.spaces.get(op.space)?.rows.set(op.key, op.tuple);
        return;
      case 'delete':
        this.spaces.get(op.space)?.rows.delete(op.key);
        return;
      case 'buckets':
        this.buckets.set(op.ranges, op.state);
        return;
      case 'receive':
        for (const [name, { fields, tuples }] of Object.entries(op.rows)) {
          const space = this.#space(name, fields);
          for (const [key, tuple] of Object.entries(tuples)) space.rows.set(key, tuple);
        }
        this.buckets.set(op.ranges, 'active');
        return;
      case 'drop':
        for (const space of this.spaces.values()) {
          for (const [key] of rowsOf(space, op.ranges)) space.rows.delete(key);
        }
        this.buckets.set(op.ranges, null);
        return;
    }
  }

  /** The rows that belong to some buckets, as `receive` wants them. */
  rowsOf(ranges: readonly BucketRange[]): BucketRows {
    return Object.fromEntries(
      [...this.spaces.values()]
        .filter(space => space.fields.includes('bucket_id'))
        .map(space => [
          space.name,
          { fields: space.fields, tuples: Object.fromEntries(rowsOf(space, ranges)) },
        ]),
    );
  }

  snapshot(): BoxSnapshot {
    return {
      ...(this.origin === null ? {} : { origin: this.origin }),
      cluster: [...this.cluster],
      spaces: [...this.spaces.values()].map(space => ({
        name: space.name,
        fields: space.fields,
        rows: [...space.rows],
      })),
      active: this.buckets.ranges('active'),
      sending: this.buckets.ranges('sending'),
    };
  }

  restore(snapshot: BoxSnapshot): void {
    this.cluster.clear();
    this.spaces.clear();
    this.buckets.clear();
    this.origin = snapshot.origin ?? null;
    for (const [id, uuid] of snapshot.cluster) this.cluster.set(id, uuid);
    for (const { name, fields, rows } of snapshot.spaces) {
      this.spaces.set(name, { name, fields, rows: new Map(rows) });
    }
    this.buckets.set(snapshot.active, 'active');
    this.buckets.set(snapshot.sending, 'sending');
  }

  #space(name: string, fields: readonly string[]): Space {
    const known = this.spaces.get(name);
    if (known !== undefined) {
      if (fields.length > 0) known.fields = fields;
      return known;
    }
    const space: Space = { name, fields, rows: new Map() };
    this.spaces.set(name, space);
    return space;
  }
}

function rowsOf(space: Space, ranges: readonly BucketRange[]): [string, Tuple][] {
  const field = space.fields.indexOf('bucket_id');
  if (field < 0) return [];
  return [...space.rows].filter(([, tuple]) => isInRanges(Number(tuple[field]), ranges));
}
