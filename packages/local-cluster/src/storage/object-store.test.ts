import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApiError } from '../errors/api-error.ts';
import { StateFolderError } from '../errors/state-folder-error.ts';
import type { KubeObject } from '../objects/kube-object.ts';
import { ObjectStore } from './object-store.ts';

let folder: string;
const open: ObjectStore[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'object-store-'));
});
afterEach(async () => {
  for (const store of open.splice(0)) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function openStore(): ObjectStore {
  const store = new ObjectStore(folder);
  open.push(store);
  return store;
}

async function reopen(store: ObjectStore): Promise<ObjectStore> {
  await store.close();
  open.splice(open.indexOf(store), 1);
  return openStore();
}

function configMap(name: string, data: Record<string, string> = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'n', uid: `uid-${name}`, resourceVersion: '', creationTimestamp: '' },
    data,
  };
}

const key = (name: string) => ({ namespace: 'n', name });
const put = (store: ObjectStore, name: string, data?: Record<string, string>) =>
  store.transact('/configmaps', key(name), () => ({ kind: 'put', object: configMap(name, data) }));
const remove = (store: ObjectStore, name: string) =>
  store.transact('/configmaps', key(name), current =>
    current ? { kind: 'delete', object: current } : { kind: 'none' },
  );
const names = (store: ObjectStore) => store.list('/configmaps').map(object => object.metadata.name);

describe('writes of one object at the same time', () => {
  test('each decide on what the one before has stored', async () => {
    const store = openStore();
    const count = () =>
      store.transact('/configmaps', key('counter'), current => ({
        kind: 'put',
        object: configMap('counter', {
          count: String(Number((current?.data as { count?: string })?.count ?? 0) + 1),
        }),
      }));
    await Promise.all(Array.from({ length: 20 }, count));
    expect(store.read('/configmaps', key('counter'))?.data).toEqual({ count: '20' });
  });

  test('go on after one that could not be decided', async () => {
    const store = openStore();
    const refused = store.transact('/configmaps', key('a'), () => {
      throw new Error('refused');
    });
    const written = put(store, 'a');
    await expect(refused).rejects.toThrow('refused');
    await written;
    expect(names(store)).toEqual(['a']);
  });
});

describe('what was acknowledged', () => {
  test('is there again after a restart, and versions go on', async () => {
    const store = openStore();
    await put(store, 'a', { x: '1' });
    await put(store, 'b');
    await remove(store, 'b');
    const before = store.version;
    const again = await reopen(store);
    expect(names(again)).toEqual(['a']);
    expect(again.read('/configmaps', key('a'))?.data).toEqual({ x: '1' });
    expect(again.version).toBe(before);
    const written = await put(again, 'c');
    expect(Number(written?.metadata.resourceVersion)).toBeGreaterThan(before);
  });

  test('survives a record that was torn by a crash', async () => {
    const store = openStore();
    await put(store, 'a');
    await store.close();
    appendFileSync(join(folder, '0.log'), '0badc0de {"op":"put","stor');
    const again = openStore();
    expect(names(again)).toEqual(['a']);
    await put(again, 'b');
    expect(names(await reopen(again))).toEqual(['a', 'b']);
  });

  test('survives compaction', async () => {
    const store = openStore();
    const large = { x: 'y'.repeat(512 * 1024) };
    for (let round = 0; round < 12; round += 1) await put(store, `big-${round % 2}`, large);
    await put(store, 'last');
    expect(readdirSync(folder).some(file => file.endsWith('.snapshot'))).toBe(true);
    const before = store.version;
    const again = await reopen(store);
    expect(names(again)).toEqual(['big-0', 'big-1', 'last']);
    expect(again.version).toBe(before);
  });
});

describe('a folder that cannot be used', () => {
  test('damaged in the middle is refused and left as it is', async () => {
    const store = openStore();
    await put(store, 'a', { x: 'original' });
    await put(store, 'b');
    await store.close();
    const path = join(folder, '0.log');
    const damaged = readFileSync(path, 'utf8').replace('original', 'orlginal');
    writeFileSync(path, damaged);
    expect(() => new ObjectStore(folder)).toThrow(
      /0\.log is damaged .* move .* away to start with an empty cluster/,
    );
    expect(readFileSync(path, 'utf8')).toBe(damaged);
  });

  test('of a newer version is refused', async () => {
    const { encodeRecord } = await import('./record-format.ts');
    const header = { op: 'header', format: 'cartridge-local-cluster', version: 99 };
    writeFileSync(join(folder, '0.log'), encodeRecord(JSON.stringify(header)));
    expect(() => new ObjectStore(folder)).toThrow(/was written by a newer version \(format 99/);
  });

  test('in use by another store is refused', () => {
    openStore();
    expect(() => new ObjectStore(folder)).toThrow(StateFolderError);
  });

  test('full: the write fails with the folder, nothing changes, and it works again afterwards', async () => {
    const store = openStore();
    symlinkSync('/dev/full', join(folder, '0.log'));
    const failure = await put(store, 'a').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApiError);
    expect((failure as ApiError).code).toBe(507);
    expect((failure as ApiError).message).toContain(folder);
    expect(names(store)).toEqual([]);
    rmSync(join(folder, '0.log'));
    await put(store, 'b');
    expect(names(await reopen(store))).toEqual(['b']);
  });
});

test('changes are told in the order of their versions, after they are visible', async () => {
  const store = openStore();
  const told: number[] = [];
  store.onChange(change => {
    expect(store.version).toBeGreaterThanOrEqual(change.version);
    told.push(change.version);
  });
  await Promise.all(Array.from({ length: 50 }, (_, index) => put(store, `c${index % 7}`)));
  expect(told).toHaveLength(50);
  expect(told).toEqual([...told].sort((a, b) => a - b));
});

test('history that is no longer kept is expired', async () => {
  const store = openStore();
  const start = store.version;
  await Promise.all(Array.from({ length: 3000 }, (_, index) => put(store, `c${index % 500}`)));
  expect(store.changesAfter('/configmaps', start)).toBe('expired');
  expect(store.changesAfter('/configmaps', store.version)).toEqual([]);
});
