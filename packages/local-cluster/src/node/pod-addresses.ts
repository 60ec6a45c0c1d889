/** Addresses of pods within 127.A.0.0/17. An address given back is not used again soon, as in a real cluster. */
export class PodAddresses {
  readonly #subnet: number;
  readonly #used = new Set<string>();
  #next = firstPod;

  constructor(subnet: number) {
    this.#subnet = subnet;
  }

  /** The pod's former address where it still is free, otherwise a new one. */
  take(former: string | undefined): string {
    if (former?.startsWith(`127.${this.#subnet}.`) && !this.#used.has(former)) return this.#mark(former);
    for (let tried = firstPod; tried < endOfPods; tried += 1) {
      const address = this.#format(this.#next);
      this.#next = this.#next + 1 < endOfPods ? this.#next + 1 : firstPod;
      if (!this.#used.has(address)) return this.#mark(address);
    }
    throw new Error(`The node has no free pod address in 127.${this.#subnet}.0.0/17`);
  }

  giveBack(address: string): void {
    this.#used.delete(address);
  }

  #mark(address: string): string {
    this.#used.add(address);
    const [, , high = 0, low = 0] = address.split('.').map(Number);
    const number = high * 256 + low;
    if (number >= this.#next) this.#next = number + 1 < endOfPods ? number + 1 : firstPod;
    return address;
  }

  #format(number: number): string {
    return `127.${this.#subnet}.${number >> 8}.${number & 255}`;
  }
}

const firstPod = 256;
const endOfPods = 128 * 256;
