import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from 'node:fs';

/** A larger log is put aside at the next start. */
const largestBytes = 10_000_000;
const tailBytes = 64 * 1024;

/** What the local cluster's process writes to its standard error, over all its starts. */
export class ClusterLog {
  readonly file: string;
  /** Where the writing of the present process begins. */
  #startByte = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** A descriptor for the next process, to be closed by the caller. */
  openForNextProcess(): number {
    const bytes = statSync(this.file, { throwIfNoEntry: false })?.size ?? 0;
    if (bytes > largestBytes) renameSync(this.file, `${this.file}.old`);
    this.#startByte = bytes > largestBytes ? 0 : bytes;
    return openSync(this.file, 'a', 0o600);
  }

  /** The last error that the present process logged; its last line if no line is an error. */
  readLastError(): string | undefined {
    const lines = this.#readTail().split('\n');
    const written = lines.filter(line => line !== '');
    const errors = written.map(parseError).filter(text => text !== undefined);
    return errors.at(-1) ?? written.at(-1);
  }

  #readTail(): string {
    const handle = openSync(this.file, 'r');
    try {
      const end = fstatSync(handle).size;
      const begin = Math.max(this.#startByte, end - tailBytes);
      const buffer = Buffer.alloc(end - begin);
      readSync(handle, buffer, 0, buffer.length, begin);
      return buffer.toString('utf8');
    } finally {
      closeSync(handle);
    }
  }
}

function parseError(line: string): string | undefined {
  try {
    const { level, message, error } = JSON.parse(line) as Record<string, unknown>;
    if (level !== 'error') return undefined;
    return [message, error].filter(text => typeof text === 'string').join(': ');
  } catch {
    return /^\w*Error: /.test(line) ? line : undefined;
  }
}
