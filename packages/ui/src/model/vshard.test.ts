import { expect, test } from 'vitest';
import { recordedAnswer } from '../../fixtures/answers.ts';
import { readCluster } from './cluster.ts';

test('buckets are counted by replicaset, as the leader reports them', () => {
  const [group] = readCluster(recordedAnswer('rebalanced')).vshardGroups;

  expect(group?.text).toBe('All 300 buckets are in place.');
  expect(
    group?.shares.map(({ name, buckets, sharePercent, missing }) => [name, buckets, sharePercent, missing]),
  ).toEqual([
    ['storages-0', 150, 50, 0],
    ['storages-1', 150, 50, 0],
  ]);
});

test('a share that does not fit the weights says how many buckets are to move', () => {
  const answer = recordedAnswer('rebalanced');
  for (const replicaset of answer.replicasets ?? []) {
    if (replicaset.alias === 'storages-1') replicaset.weight = 0;
  }

  const [group] = readCluster(answer).vshardGroups;

  expect(group?.shares.map(({ name, missing }) => [name, missing])).toEqual([
    ['storages-0', 150],
    ['storages-1', -150],
  ]);
});

test('buckets nobody reports are missed', () => {
  const answer = recordedAnswer('healthy');
  for (const server of answer.servers ?? []) {
    if (server.statistics?.vshard_buckets_count) server.statistics.vshard_buckets_count = 290;
  }

  expect(readCluster(answer).vshardGroups[0]?.text).toBe(
    '10 of 300 buckets not seen: they are on their way, or on storages that do not answer.',
  );
});
