import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { access, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ImageError } from './image-error.ts';
import type { Descriptor } from './oci-types.ts';

/** Content-addressed files in the form of an OCI image layout: a blob appears complete or not at all. */
export class BlobFolder {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  path(digest: string): string {
    if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
      throw new ImageError('ImageDamaged', `The digest "${digest}" is not a sha256 digest`);
    }
    return join(this.#root, 'blobs', 'sha256', digest.slice('sha256:'.length));
  }

  async has(digest: string): Promise<boolean> {
    return access(this.path(digest)).then(
      () => true,
      () => false,
    );
  }

  async write(
    content: Readable,
    options: { mediaType: string; expectedDigest?: string },
  ): Promise<Descriptor> {
    // At once: `content` is being opened, and the error of a stream without a listener ends the process.
    mkdirSync(join(this.#root, 'blobs', 'sha256'), { recursive: true });
    const temporary = join(this.#root, 'blobs', `.incoming-${process.pid}-${randomBytes(6).toString('hex')}`);
    const hash = createHash('sha256');
    let size = 0;
    try {
      const measure = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
        for await (const chunk of source) {
          hash.update(chunk);
          size += chunk.length;
          yield chunk;
        }
      };
      await pipeline(content, measure, createWriteStream(temporary, { flags: 'wx' }));
      const digest = `sha256:${hash.digest('hex')}`;
      if (options.expectedDigest && options.expectedDigest !== digest) {
        throw new ImageError(
          'ImageDamaged',
          `The content of ${options.expectedDigest} has the digest ${digest}: it was damaged on the way, load or pull the image again`,
        );
      }
      await rename(temporary, this.path(digest));
      return { mediaType: options.mediaType, digest, size };
    } finally {
      await rm(temporary, { force: true });
    }
  }

  async readJson<T>(digest: string): Promise<T> {
    try {
      return JSON.parse(await readFile(this.path(digest), 'utf8')) as T;
    } catch (cause) {
      throw new ImageError(
        'ImageDamaged',
        `The image part ${digest} is missing or damaged: load the image again`,
        {
          cause,
        },
      );
    }
  }

  read(digest: string): Readable {
    return createReadStream(this.path(digest));
  }

  async size(digest: string): Promise<number> {
    return (await stat(this.path(digest))).size;
  }

  async digests(): Promise<string[]> {
    const names = await readdir(join(this.#root, 'blobs', 'sha256')).catch(() => []);
    return names.map(name => `sha256:${name}`);
  }

  async remove(digest: string): Promise<void> {
    await rm(this.path(digest), { force: true });
  }
}
