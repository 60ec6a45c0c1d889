/** What Linux takes to give up connecting to an address where nobody is any more. */
const GIVE_UP_MS = 127_000;

/**
 * A pod that is replaced takes its address along: a connection that was tried to the old one in between hangs in a
 * real network, and Tarantool tries no other until it ends. Here such an address refuses at once, so the wait is
 * imitated. A peer that comes back where it was is never waited for, and neither is one that was never reached: its
 * name may have led to a pod before it, and an instance that starts does not wait that long for its peers.
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
  hangs(address: string, now: number): boolean {
    return this.#tried !== null && this.#tried.address !== address && now < this.#tried.at + GIVE_UP_MS;
  }
}
