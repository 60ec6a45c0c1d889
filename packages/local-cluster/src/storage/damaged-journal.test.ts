import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KubeObject } from '../objects/kube-object.ts';
import { ObjectStore } from './object-store.ts';

let folder: string;
let log: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'damaged-journal-'));
  log = join(folder, '0.log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function store(...names: string[]): Promise<void> {
  const opened = new ObjectStore(folder);
  for (const name of names) await put(opened, name);
  await opened.close();
}

async function put(opened: ObjectStore, name: string, data = ''): Promise<void> {
  const metadata = { name, namespace: 'n', uid: `uid-${name}`, resourceVersion: '', creationTimestamp: '' };
  const object: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { data } };
  await opened.transact('/configmaps', { namespace: 'n', name }, () => ({ kind: 'put', object }));
}

async function namesKept(): Promise<string[]> {
  const opened = new ObjectStore(folder);
  const names = opened.list('/configmaps').map(({ metadata }) => metadata.name);
  await opened.close();
  return names;
}

test.each([
  { what: 'removed', damage: () => rmSync(log), says: /0\.log is damaged \(it is missing or empty\)/ },
  {
    what: 'emptied',
    damage: () => writeFileSync(log, ''),
    says: /0\.log is damaged \(it is missing or empty\)/,
  },
  { what: 'garbage', damage: () => writeFileSync(log, 'garbage'), says: /0\.log is damaged/ },
  { what: 'garbage in lines', damage: () => writeFileSync(log, 'garb\nage\n'), says: /0\.log is damaged/ },
  { what: 'zeros', damage: () => writeFileSync(log, Buffer.alloc(4096)), says: /0\.log is damaged/ },
])('a log that is $what is refused and named; put back, it opens', async ({ damage, says }) => {
  await store('a');
  const whole = readFileSync(log);
  damage();
  expect(() => new ObjectStore(folder)).toThrow(says);
  writeFileSync(log, whole);
  expect(await namesKept()).toEqual(['a']);
});

test('one flipped bit anywhere in the last acknowledged record is seen', async () => {
  await store('a', 'b');
  const whole = readFileSync(log);
  const start = whole.lastIndexOf(10, whole.length - 2) + 1;
  for (let at = start; at < whole.length; at += 1)
    for (let bit = 0; bit < 8; bit += 1) {
      const flipped = Buffer.from(whole);
      flipped.writeUInt8(whole.readUInt8(at) ^ (1 << bit), at);
      writeFileSync(log, flipped);
      expect(() => new ObjectStore(folder), `byte ${at}, bit ${bit}`).toThrow(/0\.log is damaged/);
    }
});

test('a log that was cut within its last record opens with what came before', async () => {
  await store('a', 'b');
  const whole = readFileSync(log);
  const start = whole.lastIndexOf(10, whole.length - 2) + 1;
  for (let length = start; length < whole.length; length += 1) {
    writeFileSync(log, whole.subarray(0, length));
    expect(await namesKept(), `${length} bytes`).toEqual(['a']);
  }
});

test('after a compaction both files are missed, and the snapshot alone is enough until the next write', async () => {
  const opened = new ObjectStore(folder);
  await put(opened, 'long', 'x'.repeat(5 * 1024 * 1024));
  await opened.close();
  expect(readdirSync(folder).filter(file => file.endsWith('.log'))).toEqual([]);
  expect(await namesKept()).toEqual(['long']);
  await store('after');
  for (const file of ['1.log', '1.snapshot']) {
    const path = join(folder, file);
    const whole = readFileSync(path);
    rmSync(path);
    expect(() => new ObjectStore(folder)).toThrow(`${file} is damaged`);
    writeFileSync(path, whole);
  }
  expect(await namesKept()).toEqual(['after', 'long']);
});

test('a folder of a release that wrote no mark opens, and its log is missed from the next write on', async () => {
  await store('a');
  rmSync(join(folder, 'journal'));
  expect(await namesKept()).toEqual(['a']);
  await store('b');
  expect(await namesKept()).toEqual(['a', 'b']);
  rmSync(log);
  expect(() => new ObjectStore(folder)).toThrow(/0\.log is damaged/);
});

test('a mark that cannot be read is refused, and can be removed', async () => {
  await store('a');
  writeFileSync(join(folder, 'journal'), 'garbage');
  expect(() => new ObjectStore(folder)).toThrow(/journal .* is damaged .* Remove this file and start again/);
  rmSync(join(folder, 'journal'));
  expect(await namesKept()).toEqual(['a']);
});

test('a process that ended while it began its first log leaves a folder that opens', async () => {
  await store('a');
  const header = readFileSync(log).subarray(0, readFileSync(log).indexOf(10) + 1);
  rmSync(join(folder, 'journal'));
  for (let length = 0; length <= header.length; length += 1) {
    writeFileSync(log, header.subarray(0, length));
    expect(await namesKept(), `${length} bytes`).toEqual([]);
  }
});
