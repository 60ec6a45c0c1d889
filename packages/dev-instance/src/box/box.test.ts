import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Box } from './box.ts';
import type { Row } from './operation.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function openBox(folder = mkdtempSync(join(tmpdir(), 'dev-box-'))): { box: Box; folder: string } {
  if (!folders.includes(folder)) folders.push(folder);
  return { box: new Box(folder), folder };
}

function buildLeader() {
  const opened = openBox();
  opened.box.bootstrap('leader', 'replicaset');
  opened.box.write({ kind: 'space', name: 'kv', fields: ['key', 'bucket_id', 'value'] });
  opened.box.write({ kind: 'buckets', ranges: [[1, 10]], state: 'active' });
  opened.box.write({ kind: 'put', space: 'kv', key: 'a', tuple: ['a', 3, 'x'] });
  opened.box.write({ kind: 'put', space: 'kv', key: 'b', tuple: ['b', 7, 'y'] });
  return opened;
}

test('what was written is there after a restart, a row that was cut off is not', () => {
  const { box, folder } = buildLeader();
  box.close();
  appendFileSync(join(folder, '00000000000000000000.xlog'), '{"id":1,"lsn":99,"op":{"ki');
  const { box: restarted } = openBox(folder);
  restarted.recover();
  expect(restarted.state.snapshot()).toEqual(box.state.snapshot());
  restarted.write({ kind: 'put', space: 'kv', key: 'c', tuple: ['c', 1, 'z'] });
  restarted.close();
  const { box: again } = openBox(folder);
  again.recover();
  expect([...(again.state.spaces.get('kv')?.rows.keys() ?? [])]).toEqual(['a', 'b', 'c']);
  again.close();
});

test('a replica joins with everything, follows by rows, and takes each row once', () => {
  const { box: leader } = buildLeader();
  const { box: replica } = openBox();
  const rows: Row[] = [];
  leader.onRow(row => rows.push(row));
  replica.join('replica', 'replicaset', leader.admit('replica'));
  leader.write({ kind: 'delete', space: 'kv', key: 'a' });
  for (const row of [...rows, ...rows]) replica.replicate(row);
  expect(replica.state.snapshot()).toEqual(leader.state.snapshot());
  expect(replica.vclock).toEqual(leader.vclock);
  expect(replica.replicaId).toBe(2);
  leader.close();
  replica.close();
});

test('a member that comes back under its uuid keeps its id', () => {
  const { box: leader } = buildLeader();
  leader.admit('replica');
  leader.admit('replica');
  expect([...leader.state.cluster]).toEqual([
    [1, 'leader'],
    [2, 'replica'],
  ]);
  leader.close();
});

test('buckets leave with their rows and arrive with them', () => {
  const { box: from } = buildLeader();
  const { box: to } = openBox();
  to.bootstrap('other', 'other replicaset');
  const ranges = [[1, 5]] as const;
  to.write({ kind: 'receive', ranges, rows: from.state.rowsOf(ranges) });
  from.write({ kind: 'drop', ranges });
  expect([...(to.state.spaces.get('kv')?.rows.keys() ?? [])]).toEqual(['a']);
  expect([...(from.state.spaces.get('kv')?.rows.keys() ?? [])]).toEqual(['b']);
  expect([from.state.buckets.ranges('active'), to.state.buckets.ranges('active')]).toEqual([
    [[6, 10]],
    [[1, 5]],
  ]);
  from.close();
  to.close();
});
