import type { Clock } from '@cartridge-on-kubernetes/platform';

export interface PeerTimerOptions {
  clock: Clock;
  /** what the watch asked of the server; it must end by itself then */
  timeoutSeconds: number;
  /** longest silence of a peer that sends bookmarks: a live kube-apiserver sends one about every minute */
  bookmarkSilenceSeconds: number;
  onDead: () => void;
}

/** The end of a watch is due at its timeout; some seconds of grace cover a slow network. */
const graceSeconds = 15;

/**
 * Notices a peer that vanished without closing the connection. Until it has sent a bookmark, silence means
 * nothing before the watch's own end; after one, silence for longer than a few of them is death.
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
