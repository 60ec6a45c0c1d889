import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { ImageError } from './image-error.ts';

/** Unpacks an image archive's plain files into a folder; links and special files of the archive are ignored. */
export async function extractArchive(archive: string, folder: string): Promise<void> {
  const tar = extract();
  // Before the file is read: the error of a stream without a listener ends the process.
  const decompression = await openDecompression(archive);
  const reading = pipeline(createReadStream(archive), decompression, tar).catch(error => {
    tar.destroy(error as Error);
  });
  try {
    for await (const entry of tar) {
      const name = posix.normalize(entry.header.name);
      const safe = !name.startsWith('..') && !posix.isAbsolute(name);
      if (entry.header.type !== 'file' || !safe) {
        entry.resume();
        continue;
      }
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await pipeline(entry, createWriteStream(path));
    }
    await reading;
  } catch (cause) {
    // The disk is full: an error of this machine, not of the archive.
    if (isDiskFull(cause)) throw cause;
    throw new ImageError(
      'ArchiveUnreadable',
      `${archive} is not a readable image archive (a tar of "docker save" or of an OCI layout, plain or gzip)`,
      { cause },
    );
  }
}

function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(String((error as NodeJS.ErrnoException).code));
}

/** A stream that passes plain data through and unpacks gzip, by the content's first bytes. */
export async function openDecompression(path: string): Promise<NodeJS.ReadWriteStream> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (bytesRead >= 2 && buffer[0] === 0x1f && buffer[1] === 0x8b) return createGunzip();
    if (bytesRead === 4 && buffer.readUInt32LE(0) === 0xfd2fb528) {
      throw new ImageError(
        'ArchiveUnreadable',
        `${path} is compressed with zstd: pack the image with gzip or without compression`,
      );
    }
    return new PassThrough();
  } finally {
    await file.close();
  }
}
