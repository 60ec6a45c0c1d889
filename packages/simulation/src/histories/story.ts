import type { VirtualTime } from '../time/virtual-time.ts';

/** What happened when, in plain words. */
export class Story {
  readonly lines: string[] = [];
  readonly #time: VirtualTime;
  readonly #isTold: boolean;

  constructor(time: VirtualTime, isTold: boolean) {
    this.#time = time;
    this.#isTold = isTold;
  }

  /** Words given as a function are made only if the story is kept, as making them takes long. */
  tell(words: string | (() => string)): void {
    if (!this.#isTold) return;
    const seconds = (this.#time.now / 1000).toFixed(2).padStart(8);
    this.lines.push(`${seconds} s  ${typeof words === 'string' ? words : words()}`);
  }
}
