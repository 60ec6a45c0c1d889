import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ImageStore, openImageStore } from './image-store.ts';

let folder: string;
let published: ImageStore;
let digest: string;
let registry: Server;
let host: string;
let password: string | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registry-'));
  published = openImageStore(join(folder, 'published'));
  const layers = [{ kind: 'files' as const, files: [{ path: '/srv/a.txt', content: 'pulled' }] }];
  ({ digest } = await published.buildImage({ config: { Cmd: ['node'] }, layers, tags: ['web:1'] }));
  password = undefined;
  registry = createServer((request, response) => {
    const authorized = !password || request.headers.authorization === `Basic ${btoa(`me:${password}`)}`;
    if (!authorized) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      return;
    }
    const wanted = /^\/v2\/web\/(?:manifests|blobs)\/(.*)$/.exec(request.url ?? '')?.[1];
    const hex = (wanted === '1' ? digest : (wanted ?? '')).replace('sha256:', '');
    readFile(join(folder, 'published/blobs/sha256', hex)).then(
      content => response.end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>(resolve => registry.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
});

afterEach(async () => {
  registry.close();
  await rm(folder, { recursive: true, force: true });
});

it('pulls an image through the registry API', async () => {
  const store = openImageStore(join(folder, 'images'));
  await store.pull(`${host}/web:1`);
  const unpacked = await store.unpack(`${host}/web:1`);
  expect(unpacked.digest).toBe(digest);
  expect(await readFile(join(unpacked.rootfs, 'srv/a.txt'), 'utf8')).toBe('pulled');
});

it('uses the credentials of its registry', async () => {
  password = 'secret';
  const store = openImageStore(join(folder, 'images'));
  await expect(store.pull(`${host}/web:1`)).rejects.toMatchObject({ code: 'PullFailed' });
  await store.pull(`${host}/web:1`, [{ registry: host, username: 'me', password: 'secret' }]);
  expect(await store.has(`${host}/web:1`)).toBe(true);
});

it('says that an image is not in the registry', async () => {
  const store = openImageStore(join(folder, 'images'));
  await expect(store.pull(`${host}/web:2`)).rejects.toThrow('not found');
});
