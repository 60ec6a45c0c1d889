import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ImageError } from './image-error.ts';
import { type ImageIndex, mediaTypes } from './oci-types.ts';

const lockDeadlineMilliseconds = 30_000;

/** index.json of an OCI layout. Readers never wait; writers, also of other processes, take turns. */
export class ImageIndexFile {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async read(): Promise<ImageIndex> {
    try {
      return JSON.parse(await readFile(join(this.#root, 'index.json'), 'utf8')) as ImageIndex;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { schemaVersion: 2, manifests: [] };
      throw new ImageError(
        'ImageDamaged',
        `The image store ${this.#root} has an unreadable index.json: remove the folder and load the images again`,
        {
          cause,
        },
      );
    }
  }

  async update(change: (index: ImageIndex) => ImageIndex): Promise<void> {
    await mkdir(this.#root, { recursive: true });
    const release = await this.#lock();
    try {
      const next = change(await this.read());
      await writeFile(join(this.#root, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}\n');
      const temporary = join(this.#root, `.index-${process.pid}-${randomBytes(4).toString('hex')}`);
      await writeFile(temporary, `${JSON.stringify({ ...next, mediaType: mediaTypes.index }, null, 1)}\n`);
      await rename(temporary, join(this.#root, 'index.json'));
    } finally {
      await release();
    }
  }

  async #lock(): Promise<() => Promise<void>> {
    const path = join(this.#root, '.lock');
    const deadline = performance.now() + lockDeadlineMilliseconds;
    for (;;) {
      try {
        const file = await open(path, 'wx');
        await file.writeFile(String(process.pid));
        await file.close();
        return () => rm(path, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      await this.#breakStaleLock(path);
      if (performance.now() > deadline) {
        throw new ImageError(
          'StoreBusy',
          `Another process holds the image store's lock ${path}: end it or remove the file`,
        );
      }
      await delay(5);
    }
  }

  async #breakStaleLock(path: string): Promise<void> {
    const holder = Number(await readFile(path, 'utf8').catch(() => ''));
    if (holder > 0 && !isAlive(holder)) await rm(path, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
