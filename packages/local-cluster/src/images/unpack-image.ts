import { createWriteStream } from 'node:fs';
import { chmod, link, mkdir, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type Header } from 'tar-stream';
import { openDecompression } from './archive-folder.ts';
import type { BlobFolder } from './blob-folder.ts';
import { ImageError } from './image-error.ts';
import type { ImageManifest } from './oci-types.ts';

const whiteout = '.wh.';
const opaqueWhiteout = '.wh..wh..opq';

/** Lays the layers of an image over each other in a folder. Owners, devices and set-uid bits are left out. */
export async function unpackLayers(
  blobs: BlobFolder,
  manifest: ImageManifest,
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const root = await realpath(folder);
  for (const layer of manifest.layers) {
    const path = blobs.path(layer.digest);
    const tar = extract();
    try {
      // Before the file is read: the error of a stream without a listener ends the process.
      const decompression = await openDecompression(path);
      const reading = pipeline(blobs.read(layer.digest), decompression, tar).catch(error => {
        tar.destroy(error as Error);
      });
      for await (const entry of tar) await unpackEntry(root, entry.header, entry as unknown as Readable);
      await reading;
    } catch (cause) {
      throw new ImageError(
        'ImageDamaged',
        `The layer ${layer.digest} cannot be unpacked: load the image again`,
        { cause },
      );
    }
  }
}

async function unpackEntry(root: string, header: Header, content: Readable): Promise<void> {
  const name = posix.normalize(`/${header.name}`).replace(/\/$/, '');
  const parent = await safeParent(root, posix.dirname(name));
  const base = posix.basename(name);
  if (!parent || !base) return discard(content);
  const path = join(parent, base);
  if (base === opaqueWhiteout) {
    for (const child of await readdir(parent))
      await rm(join(parent, child), { recursive: true, force: true });
    return discard(content);
  }
  if (base.startsWith(whiteout)) {
    await rm(join(parent, base.slice(whiteout.length)), { recursive: true, force: true });
    return discard(content);
  }
  switch (header.type) {
    case 'directory':
      await mkdir(path, { recursive: true });
      return discard(content);
    case 'symlink':
      await rm(path, { recursive: true, force: true });
      await symlink(linkTarget(name, header.linkname ?? ''), path);
      return discard(content);
    case 'link': {
      const target = await safeParent(root, posix.dirname(posix.normalize(`/${header.linkname ?? ''}`)));
      await rm(path, { recursive: true, force: true });
      if (target) await link(join(target, posix.basename(header.linkname ?? '')), path);
      return discard(content);
    }
    case 'file':
    case 'contiguous-file': {
      await rm(path, { recursive: true, force: true });
      const mode = ((header.mode ?? 0o644) & 0o755) | 0o600;
      await pipeline(content, createWriteStream(path, { mode }));
      // The umask has taken bits away.
      await chmod(path, mode);
      return;
    }
    default:
      return discard(content);
  }
}

/** The host folder for a folder of the image, never outside of the root, whatever symbolic links say. */
async function safeParent(root: string, path: string): Promise<string | undefined> {
  const wanted = join(root, path);
  // An error here is found by realpath below: a file is in the way of the folder, or a link to a missing target.
  await mkdir(wanted, { recursive: true }).catch(() => {});
  const real = await realpath(wanted).catch(() => undefined);
  return real === root || real?.startsWith(`${root}/`) ? real : undefined;
}

/** Absolute link targets mean the image's own root. */
function linkTarget(name: string, target: string): string {
  return posix.isAbsolute(target) ? relative(dirname(name), target) || '.' : target;
}

function discard(content: Readable): void {
  content.resume();
}
