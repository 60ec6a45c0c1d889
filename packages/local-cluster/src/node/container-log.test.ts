import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ContainerLog } from './container-log.ts';
import { openLog } from './log-reader.ts';

let folder: string;
let file: string;
const all = { follow: false, previous: false, timestamps: false };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'container-log-'));
  file = join(folder, '0.log');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

it('keeps lines whole over chunks, and characters whole over bytes', async () => {
  const log = new ContainerLog(file);
  const bytes = Buffer.from('Привет\nмир');
  log.write('stdout', bytes.subarray(0, 3));
  log.write('stdout', bytes.subarray(3));
  log.end();
  expect(await text(openLog({ file, wanted: all }))).toBe('Привет\nмир\n');
});

it('gives the last lines, and times where asked for', async () => {
  const log = new ContainerLog(file);
  log.write('stdout', Buffer.from('one\ntwo\nthree\n'));
  log.end();
  expect(await text(openLog({ file, wanted: { ...all, tailLines: 2 } }))).toBe('two\nthree\n');
  const timed = await text(openLog({ file, wanted: { ...all, tailLines: 1, timestamps: true } }));
  expect(timed).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z three\n$/);
});

it('follows a running container to its end without a gap', async () => {
  const log = new ContainerLog(file);
  log.write('stdout', Buffer.from('before\n'));
  const reading = text(openLog({ file, live: log, wanted: { ...all, follow: true } }));
  log.write('stderr', Buffer.from('after\n'));
  log.end();
  expect(await reading).toBe('before\nafter\n');
});

it('rotates and still reads both parts', async () => {
  const log = new ContainerLog(file, { rotationBytes: 200 });
  for (const line of ['a', 'b', 'c']) log.write('stdout', Buffer.from(`${line.repeat(80)}\n`));
  log.end();
  expect((await readFile(`${file}.1`, 'utf8')).length).toBeGreaterThan(0);
  expect(await text(openLog({ file, wanted: { ...all, tailLines: 2 } }))).toBe(
    `${'b'.repeat(80)}\n${'c'.repeat(80)}\n`,
  );
});

it('goes on in the old file where it cannot begin a new one', async () => {
  const log = new ContainerLog(file, { rotationBytes: 100 });
  await mkdir(`${file}.1/occupied`, { recursive: true });
  for (const line of ['one', 'two', 'three']) log.write('stdout', Buffer.from(`${line}\n`));
  const heard: Array<string | undefined> = [];
  log.follow(line => heard.push(line?.text));
  log.write('stdout', Buffer.from('four\n'));
  log.end();
  expect(heard).toEqual(['four', undefined]);
});
