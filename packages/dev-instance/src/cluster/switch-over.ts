import type { Box } from '../box/box.ts';
import type { Vclock } from '../box/operation.ts';
import type { RpcPool } from '../rpc/rpc-pool.ts';
import type { RpcServer } from '../rpc/rpc-server.ts';

interface WriterState {
  readonly isReadOnly: boolean;
  readonly vclock: Vclock;
}

const PATIENCE_MS = 3000;
const POLL_MS = 20;

/** Lets a new leader take over without losing a write of the previous leader. */
export class SwitchOver {
  readonly #box: Box;
  readonly #rpc: RpcPool;

  constructor({ box, rpc, server }: { box: Box; rpc: RpcPool; server: RpcServer }) {
    this.#box = box;
    this.#rpc = rpc;
    server.register('box.writer', (): WriterState => ({ isReadOnly: box.isReadOnly, vclock: box.vclock }));
  }

  /** Resolves once the previous leader writes no more and all it wrote is here, or when it cannot be asked. */
  async catchUpWith(previousLeaderUri: string): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    while (performance.now() < deadline) {
      const state = await this.#rpc.call<WriterState>(previousLeaderUri, 'box.writer', {}).catch(() => null);
      if (state === null || (state.isReadOnly && this.#hasAll(state.vclock))) return;
      await new Promise(resolve => setTimeout(resolve, POLL_MS));
    }
  }

  #hasAll(vclock: Vclock): boolean {
    return Object.entries(vclock).every(([id, lsn]) => (this.#box.vclock[Number(id)] ?? 0) >= lsn);
  }
}
