import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ImageStore, openImageStore } from './image-store.ts';

let folder: string;
let store: ImageStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'image-store-'));
  store = openImageStore(join(folder, 'images'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const greeting = { path: '/srv/app/greeting.txt', content: 'hello' };

function build(tag: string, content = 'hello') {
  return store.buildImage({
    config: { Cmd: ['node', '/srv/app/main.mjs'] },
    layers: [{ kind: 'files', files: [{ ...greeting, content }] }],
    tags: [tag],
  });
}

/** The one blob that is compressed. */
async function findLayer(blobs: string): Promise<string> {
  for (const name of await readdir(blobs)) {
    const content = await readFile(join(blobs, name));
    if (content.subarray(0, 2).equals(Buffer.of(0x1f, 0x8b))) return name;
  }
  throw new Error(`No layer is in ${blobs}`);
}

describe('image store', () => {
  it('builds, lists, tags and removes images', async () => {
    await build('example/web:1');
    await store.tag('example/web:1', 'localhost:5000/web:2');
    expect((await store.list()).map(image => image.reference)).toEqual([
      'example/web:1',
      'localhost:5000/web:2',
    ]);
    await store.remove('example/web:1');
    expect(await store.has('example/web:1')).toBe(false);
    const unpacked = await store.unpack('localhost:5000/web:2');
    expect(await readFile(join(unpacked.rootfs, greeting.path), 'utf8')).toBe('hello');
  });

  it('gives the same digest for the same recipe', async () => {
    const first = await build('example/web:1');
    const second = await build('example/web:2');
    expect(second.digest).toBe(first.digest);
  });

  it('forgets the content with the last name', async () => {
    await build('example/web:1');
    await store.remove('docker.io/example/web:1');
    await expect(store.unpack('example/web:1')).rejects.toMatchObject({ code: 'ImageNotFound' });
  });

  it('writes archives that another store loads', async () => {
    const built = await build('example/web:1');
    const archive = join(folder, 'web.tar');
    await store.export(['example/web:1'], archive);
    const other = openImageStore(join(folder, 'other'));
    expect(await other.load(archive)).toEqual(['example/web:1']);
    const unpacked = await other.unpack('example/web:1');
    expect(unpacked.config.config?.Cmd).toEqual(['node', '/srv/app/main.mjs']);
    expect(await readFile(join(unpacked.rootfs, greeting.path), 'utf8')).toBe('hello');
    expect((await other.list())[0]?.sizeBytes).toBe(built.sizeBytes);
  });

  it('refuses a layout folder whose layer cannot be read', async () => {
    await build('example/web:1');
    const blobs = join(folder, 'images', 'blobs', 'sha256');
    const layer = await findLayer(blobs);
    await rm(join(blobs, layer));
    await mkdir(join(blobs, layer));
    const other = openImageStore(join(folder, 'other'));
    await expect(other.load(store.folder)).rejects.toMatchObject({ code: 'EISDIR' });
  });

  it('says where an archive cannot be written', async () => {
    await build('example/web:1');
    const archive = join(folder, 'absent', 'web.tar');
    await expect(store.export(['example/web:1'], archive)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('says which layer is missing', async () => {
    await build('example/web:1');
    const blobs = join(folder, 'images', 'blobs', 'sha256');
    const layer = await findLayer(blobs);
    await rm(join(blobs, layer));
    await expect(store.unpack('example/web:1')).rejects.toMatchObject({
      code: 'ImageDamaged',
      message: `The layer sha256:${layer} cannot be unpacked: load the image again`,
    });
  });

  it('loads the layout folder of another store', async () => {
    const built = await build('example/web:1');
    const other = openImageStore(join(folder, 'other'));
    expect(await other.load(store.folder)).toEqual(['example/web:1']);
    expect((await other.list())[0]?.digest).toBe(built.digest);
  });

  it('says what is wrong with a file that is no image archive', async () => {
    const file = join(folder, 'notes.txt');
    await writeFile(file, 'not an archive');
    await expect(store.load(file)).rejects.toMatchObject({ code: 'ArchiveUnreadable' });
    await expect(store.load(join(folder, 'absent.tar'))).rejects.toThrow('There is no image archive');
  });

  it('lets several stores write at once', async () => {
    const tags = Array.from({ length: 12 }, (_, index) => `example/web:${index}`);
    await Promise.all(
      tags.map(tag => openImageStore(store.folder).buildImage({ config: {}, layers: [], tags: [tag] })),
    );
    expect((await store.list()).map(image => image.reference).sort()).toEqual([...tags].sort());
  });

  it('takes a folder of the host as a layer', async () => {
    await mkdir(join(folder, 'app/roles'), { recursive: true });
    await writeFile(join(folder, 'app/roles/custom.lua'), 'return {}');
    await symlink('custom.lua', join(folder, 'app/roles/alias.lua'));
    const layers = [
      { kind: 'folder' as const, path: join(folder, 'app'), at: '/usr/share/tarantool/test-app' },
    ];
    await store.buildImage({ config: {}, layers, tags: ['test-app:1'] });
    const unpacked = await store.unpack('test-app:1');
    const path = join(unpacked.rootfs, 'usr/share/tarantool/test-app/roles/alias.lua');
    expect(await readFile(path, 'utf8')).toBe('return {}');
    expect(unpacked.ownedPaths).toEqual(['/usr/share/tarantool/test-app/roles']);
  });

  it('lets later layers delete files of earlier ones', async () => {
    const files = [greeting, { path: '/srv/app/old.txt', content: 'old' }];
    const layers = [
      { kind: 'files' as const, files },
      { kind: 'files' as const, files: [{ path: '/srv/app/.wh.old.txt', content: '' }] },
    ];
    await store.buildImage({ config: {}, layers, tags: ['example/web:1'] });
    const { rootfs } = await store.unpack('example/web:1');
    await expect(readFile(join(rootfs, '/srv/app/old.txt'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readFile(join(rootfs, greeting.path), 'utf8')).toBe('hello');
  });

  it('keeps hostile layers inside their folder', async () => {
    const tar = pack();
    tar.entry({ name: 'out', type: 'symlink', linkname: folder });
    tar.entry({ name: 'out/escaped.txt' }, 'escaped');
    tar.entry({ name: '../../escaped.txt' }, 'escaped');
    tar.finalize();
    const layers = [{ kind: 'tar' as const, stream: Readable.from(tar) }];
    await store.buildImage({ config: {}, layers, tags: ['example/hostile:1'] });
    await store.unpack('example/hostile:1');
    await expect(readFile(join(folder, 'escaped.txt'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
