import { type BucketRange, bucketsOf, countBuckets } from '../box/bucket-table.ts';
import { CartridgeError, describeError } from '../errors.ts';
import type { RpcPool } from '../rpc/rpc-pool.ts';
import type { StorageReplicaset } from './storages.ts';

export interface RouterView {
  readonly bucketCount: number;
  readonly storages: readonly StorageReplicaset[];
}

export interface RouterCall {
  readonly bucket: number;
  readonly mode: 'read' | 'write';
  readonly name: string;
  readonly args: readonly unknown[];
  readonly timeoutSeconds: number;
}

const RETRY_MS = 50;
const DISCOVERY_SECONDS = 10;
const RETRIED_CLASSES = [
  'ShardingError.WRONG_BUCKET',
  'ShardingError.TRANSFER_IS_IN_PROGRESS',
  'ShardingError.NO_ROUTE',
];

/** Finds the replicaset that holds a bucket and calls its leader. */
export class VshardRouter {
  readonly #rpc: RpcPool;
  readonly #view: () => RouterView;
  readonly #routes = new Map<number, string>();

  constructor(options: { rpc: RpcPool; view: () => RouterView }) {
    this.#rpc = options.rpc;
    this.#view = options.view;
  }

  get bucketCount(): number {
    return this.#view().bucketCount;
  }

  /** Counts of buckets: of replicasets with a leader, of replicasets without a leader, and not discovered yet. */
  async info(): Promise<{ available: number; unreachable: number; unknown: number }> {
    const { bucketCount, storages } = this.#view();
    if (this.#routes.size < bucketCount) await this.discover();
    const led = new Set(storages.filter(storage => storage.leaderUri !== null).map(storage => storage.uuid));
    const available = [...this.#routes.values()].filter(uuid => led.has(uuid)).length;
    const unreachable = this.#routes.size - available;
    return { available, unreachable, unknown: Math.max(0, bucketCount - this.#routes.size) };
  }

  /** Tries again for a bucket that moved or is being moved. The error of an instance that no longer leads is thrown. */
  async call(call: RouterCall): Promise<unknown> {
    const deadline = performance.now() + call.timeoutSeconds * 1000;
    for (;;) {
      const uri = await this.#leaderOf(call.bucket);
      try {
        if (uri === null)
          throw new CartridgeError(
            'ShardingError.NO_ROUTE',
            `Bucket ${call.bucket} cannot be found. Is rebalancing in progress?`,
          );
        return await this.#rpc.call(uri, 'vshard.call', call, { timeoutSeconds: call.timeoutSeconds });
      } catch (error) {
        if (!isRetried(error) || performance.now() + RETRY_MS > deadline) throw error;
        this.#routes.delete(call.bucket);
        await new Promise(resolve => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  /** Asks every storage leader what it holds. */
  async discover(): Promise<void> {
    const { storages } = this.#view();
    const reachable = storages.filter(storage => storage.leaderUri !== null);
    const uris = reachable.map(storage => storage.leaderUri ?? '');
    const answers = await this.#rpc.callAll<BucketRange[]>(
      uris,
      'vshard.discover',
      {},
      { timeoutSeconds: DISCOVERY_SECONDS },
    );
    for (const storage of reachable) {
      const answer = answers.get(storage.leaderUri ?? '');
      if (!answer?.ok) continue;
      for (const bucket of bucketsOf(answer.value)) this.#routes.set(bucket, storage.uuid);
    }
  }

  /** Spreads all buckets over the storages by weight, for the first time. */
  async bootstrap(): Promise<void> {
    const { bucketCount, storages } = this.#view();
    const weighted = storages.filter(storage => storage.weight > 0);
    if (weighted.length === 0)
      throw new CartridgeError('Bootstrapping vshard failed', 'Sharding config is empty');
    const held = await Promise.all(
      weighted.map(storage => this.#rpc.call<number>(storage.leaderUri ?? '', 'vshard.count', {})),
    );
    if (held.some(count => count > 0)) return;
    const total = weighted.reduce((sum, storage) => sum + storage.weight, 0);
    let next = 1;
    let weightSoFar = 0;
    for (const storage of weighted) {
      weightSoFar += storage.weight;
      const last = Math.round((bucketCount * weightSoFar) / total);
      const ranges: BucketRange[] = last >= next ? [[next, last]] : [];
      if (countBuckets(ranges) > 0)
        await this.#rpc.call(storage.leaderUri ?? '', 'vshard.create', { ranges });
      next = last + 1;
    }
    await this.discover();
  }

  async #leaderOf(bucket: number): Promise<string | null> {
    if (!this.#routes.has(bucket)) await this.discover();
    const uuid = this.#routes.get(bucket);
    return this.#view().storages.find(storage => storage.uuid === uuid)?.leaderUri ?? null;
  }
}

/** Only calls certainly not carried out: the bucket is elsewhere or being moved, or the leader was not reached. */
function isRetried(error: unknown): boolean {
  const { className, message } = describeError(error);
  return RETRIED_CLASSES.includes(className) || message.endsWith('Connection refused');
}
