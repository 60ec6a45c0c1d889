import { expect, test } from 'vitest';
import { recordedAnswer } from '../../fixtures/answers.ts';
import { describeChanges } from './changes.ts';
import { readCluster } from './cluster.ts';

const view = (name: Parameters<typeof recordedAnswer>[0]) => readCluster(recordedAnswer(name));

test('the same picture again is not worth a word', () => {
  expect(describeChanges(view('healthy'), view('healthy'))).toEqual([]);
});

test('a death is told with what it means and who took over', () => {
  expect(describeChanges(view('leaderJustKilled'), view('leaderDead'))).toEqual([
    '1 of 3 instances dead: storages-0-0.',
    'storages-0-0 is now dead.',
    'storages-0-1 is now healthy.',
    'storages-0-1 leads now.',
  ]);
});

test('many changes at once are cut short', () => {
  const said = describeChanges(view('unconfigured'), view('providerAway'));

  expect(said).toHaveLength(5);
  expect(said.at(-1)).toMatch(/^And \d+ more changes?\.$/);
});
