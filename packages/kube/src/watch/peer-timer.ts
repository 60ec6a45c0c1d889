import type { Clock } from '@cartridge-on-kubernetes/platform';

export interface PeerTimerOptions {
  clock: Clock;
  /** timeout that the watch asked for; the server ends the watch then */
  timeoutSeconds: number;
  /** longest silence of a peer that sends bookmarks: a live kube-apiserver sends one about every minute */
  bookmarkSilenceSeconds: number;
  onDead: () => void;
}

/** The end of a watch is due at its timeout; some seconds of grace cover a slow network. */
const graceSeconds = 15;

/**
 * Detects a server that vanished without closing the connection. Before its first bookmark, silence until the end of
 * the watch is normal; after one, silence for longer than the time of a few bookmarks means that it is gone.
 */
export class PeerTimer {
  readonly #options: PeerTimerOptions;
  readonly #cancelEnd: () => void;
  #cancelSilence: (() => void) | undefined;
  #bookmarked = false;

  constructor(options: PeerTimerOptions) {
    this.#options = options;
    this.#cancelEnd = options.clock.after((options.timeoutSeconds + graceSeconds) * 1000, options.onDead);
  }

  heard(type: string): void {
    if (type === 'BOOKMARK') this.#bookmarked = true;
    if (!this.#bookmarked) return;
    this.#cancelSilence?.();
    this.#cancelSilence = this.#options.clock.after(
      this.#options.bookmarkSilenceSeconds * 1000,
      this.#options.onDead,
    );
  }

  stop(): void {
    this.#cancelEnd();
    this.#cancelSilence?.();
  }
}
