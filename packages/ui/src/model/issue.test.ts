import { expect, test } from 'vitest';
import { recordedAnswer } from '../../fixtures/answers.ts';
import { readCluster } from './cluster.ts';

test('issues name the instance they are about, the worst first', () => {
  const { issues } = readCluster(recordedAnswer('providerAway'));

  expect(issues.map(({ levelWord, topic, about }) => [levelWord, topic, about?.name ?? null])).toEqual([
    ['Error', 'failover', null],
    ['Warning', 'failover', null],
    ['Warning', 'failover', 'storages-0-0'],
    ['Warning', 'failover', 'storages-0-1'],
    ['Warning', 'failover', 'routers-0-0'],
  ]);
});

test('an instance counts the issues that are about it', () => {
  const { replicasets } = readCluster(recordedAnswer('leaderJustKilled'));
  const counts = replicasets.flatMap(({ instances }) =>
    instances.map(({ name, issueCount }) => [name, issueCount]),
  );

  expect(Object.fromEntries(counts)).toMatchObject({ 'storages-0-1': 1, 'routers-0-0': 0 });
});
