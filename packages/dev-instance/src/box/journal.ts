import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { CartridgeError } from '../errors.ts';
import type { BoxSnapshot } from './box-state.ts';
import type { Row, Vclock } from './operation.ts';

export interface StoredBox {
  readonly instanceUuid: string;
  readonly replicasetUuid: string;
  readonly vclock: Vclock;
  readonly state: BoxSnapshot;
}

const SNAPSHOT = '00000000000000000000.snap';
const XLOG = '00000000000000000000.xlog';

/** Snapshot and log of one instance in its work folder: what survives a kill of the process. */
export class Journal {
  readonly #folder: string;
  #xlog: number | undefined;
  #rows = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  hasSnapshot(): boolean {
    return existsSync(join(this.#folder, SNAPSHOT));
  }

  /** The last snapshot and every row written since; a last line cut off by a crash was never acknowledged. */
  read(): { stored: StoredBox; rows: Row[] } {
    const stored = JSON.parse(readFileSync(join(this.#folder, SNAPSHOT), 'utf8')) as StoredBox;
    const path = join(this.#folder, XLOG);
    const text = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    const whole = text.subarray(0, text.lastIndexOf(0x0a) + 1);
    if (whole.length < text.length) truncateSync(path, whole.length);
    const lines = whole
      .toString('utf8')
      .split('\n')
      .filter(line => line !== '');
    this.#rows = lines.length;
    return { stored, rows: lines.map(line => JSON.parse(line) as Row) };
  }

  /** Rows since the last snapshot. */
  get length(): number {
    return this.#rows;
  }

  /** A row that could not be written whole leaves nothing behind. */
  append(row: Row): void {
    this.#xlog ??= openSync(join(this.#folder, XLOG), 'a');
    const { size } = fstatSync(this.#xlog);
    try {
      writeWhole(this.#xlog, `${JSON.stringify(row)}\n`);
    } catch (cause) {
      ftruncateSync(this.#xlog, size);
      throw new CartridgeError('ClientError', 'Failed to write to disk', { cause });
    }
    this.#rows++;
  }

  /** Old rows are removed only after the snapshot is safe; replaying them over it would change nothing. */
  writeSnapshot(stored: StoredBox): void {
    writeFileAtomically(join(this.#folder, SNAPSHOT), JSON.stringify(stored));
    this.close();
    rmSync(join(this.#folder, XLOG), { force: true });
    this.#rows = 0;
  }

  close(): void {
    if (this.#xlog !== undefined) closeSync(this.#xlog);
    this.#xlog = undefined;
  }
}

/** The file is either the old one or the new one, also after a power cut. */
export function writeFileAtomically(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.inprogress`;
  const file = openSync(temporary, 'w');
  writeWhole(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, path);
}

function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}
