import type { Clock } from '@cartridge-on-kubernetes/platform';

/**
 * A clock whose wall time is the API server's, learned from the `Date` of its answers. Ages of objects are computed by
 * the clock that wrote their times: if the machine of the operator were a day behind, the age of a new pod would be
 * negative for a day.
 */
export class ServerClock implements Clock {
  readonly #own: Clock;
  readonly #onSet: (offsetMilliseconds: number) => void;
  /** server's time minus own time, milliseconds */
  #offset = 0;

  constructor(own: Clock, onSet: (offsetMilliseconds: number) => void = () => {}) {
    this.#own = own;
    this.#onSet = onSet;
  }

  now(): number {
    return this.#own.now() + this.#offset;
  }

  monotonic(): number {
    return this.#own.monotonic();
  }

  after(delayMilliseconds: number, task: () => void): () => void {
    return this.#own.after(delayMilliseconds, task);
  }

  /**
   * To be called when a request is sent; the returned function takes the `Date` header of its answer. The server wrote it,
   * in whole seconds, between the two: that bounds the offset, which moves no further than it must.
   */
  ask(): (date: unknown) => void {
    const sentAt = this.#own.now();
    return date => {
      const written = typeof date === 'string' ? Date.parse(date) : Number.NaN;
      const least = written - this.#own.now();
      const most = written + 1000 - sentAt;
      // No date, or the clock of this machine was set back meanwhile.
      if (!(least <= most)) return;
      const offset = Math.min(Math.max(this.#offset, least), most);
      if (offset === this.#offset) return;
      this.#offset = offset;
      this.#onSet(offset);
    };
  }
}
