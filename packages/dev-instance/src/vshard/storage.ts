import type { Box } from '../box/box.ts';
import { type BucketRange, bucketsOf, countBuckets, toRanges } from '../box/bucket-table.ts';
import type { BucketRows } from '../box/operation.ts';
import { CartridgeError } from '../errors.ts';
import type { RpcPool } from '../rpc/rpc-pool.ts';
import type { RpcServer } from '../rpc/rpc-server.ts';
import type { StorageReplicaset } from './storages.ts';

export interface StorageCall {
  readonly bucket: number;
  readonly mode: 'read' | 'write';
  readonly name: string;
  readonly args: readonly unknown[];
}

export interface StorageOptions {
  readonly box: Box;
  readonly rpc: RpcPool;
  readonly server: RpcServer;
  readonly callFunction: (name: string, args: readonly unknown[]) => Promise<unknown>;
}

export interface StorageState {
  readonly active: number;
  readonly sending: number;
}

const BUCKETS_PER_BATCH = 1000;
const TRANSFER_TIMEOUT_SECONDS = 30;

/** The buckets of this replicaset: holds them, gives them away, takes them over, and runs calls on them. */
export class VshardStorage {
  readonly #options: StorageOptions;
  #isSending = false;

  constructor(options: StorageOptions) {
    this.#options = options;
    const { box, server } = options;
    server.register('vshard.count', () => box.state.buckets.size);
    server.register('vshard.state', (): StorageState => this.state());
    server.register('vshard.discover', () => box.state.buckets.ranges('active'));
    server.register<{ ranges: BucketRange[] }>('vshard.holds', ({ ranges }) => this.#held(ranges));
    server.register<{ ranges: BucketRange[] }>('vshard.create', ({ ranges }) => this.#create(ranges));
    server.register<{ ranges: BucketRange[]; rows: BucketRows }>('vshard.receive', args =>
      this.#receive(args),
    );
    server.register<{ to: string; count: number }>('vshard.send', args => this.#send(args));
    server.register<StorageCall>('vshard.call', call => this.call(call));
  }

  state(): StorageState {
    const { buckets } = this.#options.box.state;
    return { active: buckets.count('active'), sending: buckets.count('sending') };
  }

  async call({ bucket, mode, name, args }: StorageCall): Promise<unknown> {
    const { box, callFunction } = this.#options;
    const state = box.state.buckets.stateOf(bucket);
    if (mode === 'write') this.#requireMaster();
    if (state === undefined)
      throw refuse('WRONG_BUCKET', `Cannot perform action with bucket ${bucket}, reason: Not found`);
    if (state === 'sending' && mode === 'write') {
      throw refuse('TRANSFER_IS_IN_PROGRESS', `Bucket ${bucket} is transferring to another replicaset`);
    }
    return callFunction(name, args);
  }

  /** After a crash in the middle of a transfer: a bucket that arrived elsewhere is dropped, any other is taken back. */
  async recover(others: readonly StorageReplicaset[]): Promise<void> {
    const { box, rpc } = this.#options;
    const ranges = box.state.buckets.ranges('sending');
    if (ranges.length === 0 || this.#isSending || box.isReadOnly) return;
    const uris = others.flatMap(other => other.leaderUri ?? []);
    const answers = await rpc.callAll<BucketRange[]>(uris, 'vshard.holds', { ranges });
    const held = [...answers.values()].flatMap(answer => (answer.ok ? answer.value : []));
    if (held.length > 0) box.write({ kind: 'drop', ranges: held });
    if (uris.length < others.length || [...answers.values()].some(answer => !answer.ok)) return;
    const arrived = new Set(bucketsOf(held));
    const left = [...bucketsOf(ranges)].filter(bucket => !arrived.has(bucket));
    if (left.length > 0) box.write({ kind: 'buckets', ranges: toRanges(left), state: 'active' });
  }

  #held(ranges: readonly BucketRange[]): BucketRange[] {
    const { buckets } = this.#options.box.state;
    return toRanges([...bucketsOf(ranges)].filter(bucket => buckets.stateOf(bucket) !== undefined));
  }

  #create(ranges: readonly BucketRange[]): boolean {
    this.#requireMaster();
    this.#options.box.write({ kind: 'buckets', ranges, state: 'active' });
    return true;
  }

  #receive({ ranges, rows }: { ranges: BucketRange[]; rows: BucketRows }): boolean {
    this.#requireMaster();
    this.#options.box.write({ kind: 'receive', ranges, rows });
    return true;
  }

  /** Gives up to `count` buckets to another leader, a batch at a time; returns how many went. */
  async #send({ to, count }: { to: string; count: number }): Promise<number> {
    this.#requireMaster();
    if (this.#isSending) return 0;
    this.#isSending = true;
    try {
      let sent = 0;
      while (sent < count && !this.#options.box.isReadOnly) {
        const moved = await this.#sendBatch(to, Math.min(BUCKETS_PER_BATCH, count - sent));
        if (moved === 0) break;
        sent += moved;
      }
      return sent;
    } finally {
      this.#isSending = false;
    }
  }

  /** Buckets are not writable while they are being sent; they are dropped once the other leader has stored them. */
  async #sendBatch(to: string, count: number): Promise<number> {
    const { box, rpc } = this.#options;
    const ranges = box.state.buckets.take(count);
    if (ranges.length === 0) return 0;
    box.write({ kind: 'buckets', ranges, state: 'sending' });
    const args = { ranges, rows: box.state.rowsOf(ranges) };
    await rpc.call(to, 'vshard.receive', args, { timeoutSeconds: TRANSFER_TIMEOUT_SECONDS });
    box.write({ kind: 'drop', ranges });
    return countBuckets(ranges);
  }

  #requireMaster(): void {
    const { box } = this.#options;
    if (!box.isReadOnly && box.instanceUuid !== null) return;
    throw refuse(
      'NON_MASTER',
      `Replica ${box.instanceUuid} is not a master for replicaset ${box.replicasetUuid} anymore`,
    );
  }
}

/** A vshard refusal: its class tells the router what to do. */
function refuse(code: string, message: string): CartridgeError {
  return new CartridgeError(`ShardingError.${code}`, message);
}
