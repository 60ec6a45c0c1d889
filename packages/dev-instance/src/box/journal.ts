import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
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
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const lines = text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter(line => line !== '');
    return { stored, rows: lines.map(line => JSON.parse(line) as Row) };
  }

  /** Rows since the last snapshot. */
  get length(): number {
    return this.#rows;
  }

  append(row: Row): void {
    this.#xlog ??= openSync(join(this.#folder, XLOG), 'a');
    writeSync(this.#xlog, `${JSON.stringify(row)}\n`);
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
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(temporary, path);
}
