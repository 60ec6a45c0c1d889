import { inBackground } from '@cartridge-on-kubernetes/process';
import { describeError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { RpcPool } from '../rpc/rpc-pool.ts';
import { planTransfers } from '../topology/rebalance.ts';
import type { StorageState, VshardStorage } from './storage.ts';
import type { StorageReplicaset } from './storages.ts';

export interface RebalancerView {
  /** Null when this instance does not lead a bootstrapped storage. */
  readonly selfReplicaset: string | null;
  readonly storages: readonly StorageReplicaset[];
  readonly thresholdPercent: number;
}

const IDLE_MS = 2000;
const BUSY_MS = 250;
const SEND_TIMEOUT_SECONDS = 600;

/** On the leader of the first storage replicaset by uuid: keeps buckets spread by weight. */
export class Rebalancer {
  readonly #options: { rpc: RpcPool; log: Log; storage: VshardStorage; view: () => RebalancerView };
  #timer: NodeJS.Timeout | undefined;
  #isRunning = false;

  constructor(options: { rpc: RpcPool; log: Log; storage: VshardStorage; view: () => RebalancerView }) {
    this.#options = options;
  }

  /** After a change of config or leader. */
  wakeUp(): void {
    this.#schedule(0);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #schedule(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      inBackground(this.#step(), error => {
        this.#options.log.error(`Rebalancing failed, trying again: ${error.stack}`, 'main/vshard.rebalancer');
        this.#schedule(IDLE_MS);
      });
    }, afterMs);
  }

  async #step(): Promise<void> {
    const { log, view, storage } = this.#options;
    if (this.#isRunning || view().selfReplicaset === null) return;
    this.#isRunning = true;
    let isBusy = false;
    try {
      const { selfReplicaset, storages } = view();
      await storage.recover(storages.filter(other => other.uuid !== selfReplicaset));
      if (storages[0]?.uuid === selfReplicaset) isBusy = await this.#rebalance(storages);
    } catch (error) {
      isBusy = true;
      log.warn(`Some buckets are not moved: ${describeError(error).message}`, 'main/vshard.rebalancer');
    } finally {
      this.#isRunning = false;
    }
    this.#schedule(isBusy ? BUSY_MS : IDLE_MS);
  }

  async #rebalance(storages: readonly StorageReplicaset[]): Promise<boolean> {
    const { rpc, log, view } = this.#options;
    const uris = new Map(storages.map(storage => [storage.uuid, storage.leaderUri ?? '']));
    const states = await rpc.callAll<StorageState>([...uris.values()], 'vshard.state', {});
    const replicasets = [];
    for (const { uuid, weight } of storages) {
      const state = states.get(uris.get(uuid) ?? '');
      if (!state?.ok || state.value.sending > 0) return true;
      replicasets.push({ uuid, weight, buckets: state.value.active });
    }
    const transfers = planTransfers(replicasets, view().thresholdPercent);
    for (const { from, to, count } of transfers) {
      log.info(`Rebalancing: ${count} buckets from ${from} to ${to}`, 'main/vshard.rebalancer');
      const args = { to: uris.get(to), count };
      await rpc.call(uris.get(from) ?? '', 'vshard.send', args, { timeoutSeconds: SEND_TIMEOUT_SECONDS });
    }
    return transfers.length > 0;
  }
}
