import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';

/** Where a layer's content comes from. */
export type LayerSource =
  | { kind: 'folder'; path: string; at: string }
  | { kind: 'files'; files: Array<{ path: string; content: string | Buffer; mode?: number }> }
  | { kind: 'tar'; stream: Readable };

const noTime = new Date(0);

/** The layer as an uncompressed tar; equal content gives equal bytes. */
export function openLayerTar(source: LayerSource): Readable {
  if (source.kind === 'tar') return source.stream;
  const tar = pack();
  const filled = source.kind === 'folder' ? addFolder(tar, source) : addFiles(tar, source.files);
  filled.then(
    () => tar.finalize(),
    (error: Error) => tar.destroy(error),
  );
  return tar as unknown as Readable;
}

type Pack = ReturnType<typeof pack>;

async function addFolder(tar: Pack, source: { path: string; at: string }): Promise<void> {
  const at = trimSlashes(source.at);
  await addParents(tar, at, new Set());
  await addTree(tar, source.path, at);
}

async function addTree(tar: Pack, folder: string, at: string): Promise<void> {
  const names = (await readdir(folder)).sort();
  for (const name of names) {
    const path = join(folder, name);
    const target = posix.join(at, name);
    const found = await lstat(path);
    if (found.isDirectory()) {
      await addEntry(tar, { name: `${target}/`, type: 'directory', mode: 0o755 });
      await addTree(tar, path, target);
    } else if (found.isSymbolicLink()) {
      await addEntry(tar, { name: target, type: 'symlink', linkname: await readlink(path) });
    } else if (found.isFile()) {
      const entry = tar.entry({ name: target, size: found.size, mode: found.mode & 0o777, mtime: noTime });
      await pipeline(createReadStream(path), entry);
    }
  }
}

async function addFiles(
  tar: Pack,
  files: Array<{ path: string; content: string | Buffer; mode?: number }>,
): Promise<void> {
  const made = new Set<string>();
  for (const file of files) {
    const name = trimSlashes(file.path);
    await addParents(tar, posix.dirname(name), made);
    await addEntry(tar, { name, type: 'file', mode: file.mode ?? 0o644 }, file.content);
  }
}

async function addParents(tar: Pack, path: string, made: Set<string>): Promise<void> {
  const parts = path.split('/').filter(part => part && part !== '.');
  for (let count = 1; count <= parts.length; count += 1) {
    const name = `${parts.slice(0, count).join('/')}/`;
    if (made.has(name)) continue;
    made.add(name);
    await addEntry(tar, { name, type: 'directory', mode: 0o755 });
  }
}

function addEntry(
  tar: Pack,
  header: { name: string; type: 'file' | 'directory' | 'symlink'; mode?: number; linkname?: string },
  content: string | Buffer = '',
): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry({ ...header, mtime: noTime }, content, error => (error ? reject(error) : resolve()));
  });
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}
