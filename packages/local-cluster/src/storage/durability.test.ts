import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KubeObject } from '../objects/kube-object.ts';
import { type FileCalls, recordFileCalls } from '../testing/file-calls.ts';
import { ObjectStore } from './object-store.ts';

let folder: string;
let store: ObjectStore;
let calls: FileCalls;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'durability-'));
  store = new ObjectStore(folder);
  calls = await recordFileCalls(folder);
});

afterEach(async () => {
  calls.stop();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Stores an object; the log of calls tells when that was acknowledged. */
async function put(name: string, data = ''): Promise<void> {
  const metadata = { name, namespace: 'n', uid: `uid-${name}`, resourceVersion: '', creationTimestamp: '' };
  const object: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { data } };
  await store.transact('/configmaps', { namespace: 'n', name }, () => ({ kind: 'put', object }));
  calls.log.push(`acknowledge ${name}`);
}

test('a write is acknowledged after the log is synced, and the first one after the folder that names the log', async () => {
  await put('a');
  await put('b');
  expect(calls.log).toEqual([
    'write 0.log', // its header
    'fdatasync 0.log',
    'fsync .',
    'write journal.tmp',
    'fsync journal.tmp',
    'rename journal.tmp to journal',
    'fsync .',
    'write 0.log',
    'fdatasync 0.log',
    'acknowledge a',
    'write 0.log',
    'fdatasync 0.log',
    'acknowledge b',
  ]);
});

test('writes that come together are synced together before any of them is acknowledged', async () => {
  await put('first');
  calls.log.length = 0;
  await Promise.all(['a', 'b', 'c'].map(name => put(name)));
  expect(calls.log).toEqual([
    'write 0.log',
    'fdatasync 0.log',
    'acknowledge a',
    'acknowledge b',
    'acknowledge c',
  ]);
});

test('a listener hears of a change after it is synced', async () => {
  await put('first');
  calls.log.length = 0;
  store.onChange(({ object }) => calls.log.push(`tell of ${object.metadata.name}`));
  await put('a');
  expect(calls.log).toEqual(['write 0.log', 'fdatasync 0.log', 'tell of a', 'acknowledge a']);
});

test('the old log is removed after the snapshot that replaces it and its name are synced', async () => {
  await put('long', 'x'.repeat(5 * 1024 * 1024));
  await put('after');
  const compaction = calls.log.slice(calls.log.findIndex(call => call.includes('snapshot')));
  expect(compaction.filter(call => call !== 'acknowledge long')).toEqual([
    'write 1.snapshot.tmp',
    'fsync 1.snapshot.tmp',
    'rename 1.snapshot.tmp to 1.snapshot',
    'fsync .',
    'remove 0.log',
    'write 1.log', // its header
    'fdatasync 1.log',
    'fsync .',
    'write journal.tmp',
    'fsync journal.tmp',
    'rename journal.tmp to journal',
    'fsync .',
    'write 1.log',
    'fdatasync 1.log',
    'acknowledge after',
  ]);
});
