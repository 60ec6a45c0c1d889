/** What Linux takes to give up connecting to an address where nobody is any more. */
const GIVE_UP_MS = 127_000;

/** A start gives up its connections after `replication_connect_timeout`, and begins them anew. */
const START_GIVES_UP_MS = 30_000;

/**
 * A pod that is replaced takes its address along: a connection that was tried to the old one in between hangs in a
 * real network, and Tarantool tries no other until it ends. Here such an address refuses at once, so the wait is
 * imitated. A peer that comes back where it was is never waited for, and neither is one that was never reached: its
 * name may have led to a pod before it.
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
