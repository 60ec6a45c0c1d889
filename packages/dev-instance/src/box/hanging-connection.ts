/** Time after which Linux gives up a connection to an address that no host has any more. */
const GIVE_UP_MS = 127_000;

/** A start gives up its connections after `replication_connect_timeout`, and begins them anew. */
const START_GIVES_UP_MS = 30_000;

/**
 * Imitates the wait after a peer's pod was replaced. The new pod has a new address. In a real network a connection
 * to the old address hangs, and Tarantool tries no other until it ends; on this machine the address refuses at once.
 * There is no wait for a peer that is back at its old address. There is none for a peer that was never reached either:
 * the tried address may have been that of an earlier pod with the same name.
 */
export class HangingConnection {
  #wasReached = false;
  #tried: { address: string; at: number } | null = null;

  failed(address: string, now: number): void {
    if (this.#wasReached) this.#tried = { address, at: now };
  }

  succeeded(): void {
    this.#wasReached = true;
    this.#tried = null;
  }

  /** Whether the last try still hangs, now that the peer is at this address. */
  hangs({ address, now, isStarting }: { address: string; now: number; isStarting: boolean }): boolean {
    if (this.#tried === null || this.#tried.address === address) return false;
    return now < this.#tried.at + (isStarting ? START_GIVES_UP_MS : GIVE_UP_MS);
  }
}
