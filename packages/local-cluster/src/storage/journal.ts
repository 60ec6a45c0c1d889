import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { writeMark } from './journal-mark.ts';
import { encodeRecord } from './record-format.ts';
import { headerLine, type LoadedState, logName, removeGeneration, writeSnapshot } from './state-folder.ts';
import { syncFolder } from './sync-folder.ts';

interface Entry {
  line: string;
  onDurable(): void;
  resolve(): void;
  reject(error: unknown): void;
}

const compactionBytes = 4 * 1024 * 1024;

/**
 * The append-only log: everything that arrives while one fsync runs goes to disk with the next one. A failed
 * write is cut off again, so that the file never holds what was refused.
 */
export class Journal {
  private readonly folder: string;
  /** every live object as snapshot lines' JSON, taken when the log has grown too long */
  private readonly takeSnapshot: () => string[];
  private generation: number;
  private mark: number | undefined;
  private logBytes: number;
  private snapshotBytes: number;
  private file: FileHandle | undefined;
  private waiting: Entry[] = [];
  private writing: Promise<void> | undefined;

  constructor(folder: string, loaded: LoadedState, takeSnapshot: () => string[]) {
    this.folder = folder;
    this.generation = loaded.generation;
    this.mark = loaded.mark;
    this.logBytes = loaded.logBytes;
    this.snapshotBytes = loaded.snapshotBytes;
    this.takeSnapshot = takeSnapshot;
  }

  /** Resolves when the record is on disk; `onDurable` runs just before, in the order of the calls. */
  append(json: string, onDurable: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ line: encodeRecord(json), onDurable, resolve, reject });
      this.writing ??= this.writeAll();
    });
  }

  async close(): Promise<void> {
    await this.writing;
    await this.file?.close();
    this.file = undefined;
  }

  private async writeAll(): Promise<void> {
    // Let everything of this turn of the event loop join the first batch.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      await this.writeBatch(batch);
    }
    this.writing = undefined;
  }

  private async writeBatch(batch: Entry[]): Promise<void> {
    try {
      const file = await this.openLog();
      const bytes = Buffer.from(batch.map(entry => entry.line).join(''));
      await writeFully(file, bytes, this.logBytes);
      await file.datasync();
      this.logBytes += bytes.length;
    } catch (error) {
      await this.cutOff();
      for (const entry of batch) entry.reject(error);
      return;
    }
    for (const entry of batch) entry.onDurable();
    for (const entry of batch) entry.resolve();
    if (this.logBytes > compactionBytes && this.logBytes > this.snapshotBytes * 2) await this.compact();
  }

  private async openLog(): Promise<FileHandle> {
    if (this.file) return this.file;
    const path = join(this.folder, logName(this.generation));
    const file = await open(path, this.logBytes === 0 ? 'w' : 'r+', 0o600);
    try {
      if (this.logBytes > 0) {
        await file.truncate(this.logBytes);
      } else {
        const header = Buffer.from(headerLine());
        await writeFully(file, header, 0);
        await file.datasync();
        syncFolder(this.folder);
        this.logBytes = header.length;
      }
      if (this.mark !== this.generation) writeMark(this.folder, this.generation);
      this.mark = this.generation;
    } catch (error) {
      await file.close();
      throw error;
    }
    this.file = file;
    return file;
  }

  /** Closing makes the next write truncate to the last good byte when it opens the log again. */
  private async cutOff(): Promise<void> {
    const file = this.file;
    this.file = undefined;
    try {
      await file?.truncate(this.logBytes);
    } catch {
      // The next open truncates again before anything is written.
    }
    await file?.close().catch(() => undefined);
  }

  /** A compaction that fails (disk full) leaves the old pair in use; the next long log tries again. */
  private async compact(): Promise<void> {
    const next = this.generation + 1;
    try {
      this.snapshotBytes = writeSnapshot(this.folder, next, this.takeSnapshot().map(encodeRecord));
    } catch {
      removeGeneration(this.folder, next);
      return;
    }
    await this.file?.close().catch(() => undefined);
    this.file = undefined;
    removeGeneration(this.folder, this.generation);
    this.generation = next;
    this.logBytes = 0;
  }
}

async function writeFully(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
