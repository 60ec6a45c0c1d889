import { expect, test } from 'vitest';
import { recordedAnswer } from '../../fixtures/answers.ts';
import { readCluster } from './cluster.ts';
import { emptyFilter, filterCluster, listRoles } from './filter.ts';

const view = readCluster(recordedAnswer('leaderDead'));

function find(filter: Partial<typeof emptyFilter>): string[] {
  const found = filterCluster(view, { ...emptyFilter, ...filter });
  return [...found.replicasets.flatMap(({ instances }) => instances), ...found.unjoined].map(
    ({ name }) => name,
  );
}

test('an empty filter shows everybody', () => {
  expect(find({})).toEqual(['routers-0-0', 'storages-0-0', 'storages-0-1', 'storages-1-0']);
});

test.each([
  ['storages-0', ['storages-0-0', 'storages-0-1']],
  ['localhost:3301', ['routers-0-0']],
  ['DEAD', ['storages-0-0']],
  ['vshard-router', ['routers-0-0']],
  ['storages dead', ['storages-0-0']],
  ['nobody', []],
])('the words "%s" find %j', (text, names) => {
  expect(find({ text })).toEqual(names);
});

test('trouble is what is not healthy, what an issue is about, and what has not joined', () => {
  expect(find({ health: 'trouble' })).toEqual(['storages-0-0', 'storages-0-1', 'storages-1-0']);
  expect(find({ health: 'healthy' })).toEqual(['routers-0-0']);
});

test('a role finds the replicasets that have it enabled', () => {
  expect(listRoles(view)).toContain('vshard-storage');
  expect(find({ role: 'vshard-storage' })).toEqual(['storages-0-0', 'storages-0-1']);
});
