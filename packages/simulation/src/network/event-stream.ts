import type { HttpBody } from '@cartridge-on-kubernetes/platform';

/** The body of a watch: lines come when they come, until it ends or breaks. */
export class EventStream implements HttpBody {
  readonly #encoder = new TextEncoder();
  readonly #lines: string[] = [];
  #end: { error: Error | null } | null = null;
  #wake: (() => void) | null = null;

  push(line: string): void {
    this.#lines.push(line);
    this.#wake?.();
  }

  end(error: Error | null = null): void {
    this.#end ??= { error };
    this.#wake?.();
  }

  async text(): Promise<string> {
    throw new Error('A watch is not read as a whole');
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#lines.length > 0) yield this.#encoder.encode(this.#lines.splice(0).join(''));
      else if (this.#end !== null) {
        if (this.#end.error !== null) throw this.#end.error;
        return;
      } else
        await new Promise<void>(resolve => {
          this.#wake = resolve;
        });
    }
  }
}
