import { expect, test } from 'vitest';
import { recordedAnswer } from '../../fixtures/answers.ts';
import { readCluster } from './cluster.ts';
import { readSuggestions } from './suggestion.ts';

test('an enabled instance that is away blocks changes', () => {
  expect(readCluster(recordedAnswer('leaderDead')).suggestions).toMatchObject([
    { title: 'Bring back or disable', instances: ['storages-0-0'] },
  ]);
});

test('a reapply names every reason there is', () => {
  const [suggestion] = readSuggestions(
    {
      force_apply: [
        { uuid: 'a', config_mismatch: false, config_locked: true, operation_error: false },
        { uuid: 'b', config_mismatch: true, config_locked: false, operation_error: false },
      ],
    },
    uuid => `instance ${uuid}`,
  );

  expect(suggestion?.instances).toEqual(['instance a', 'instance b']);
  expect(suggestion?.explanation).toMatch(/prepared but never finished.*differs/);
});

test('a moved instance is shown with both addresses', () => {
  const [suggestion] = readSuggestions(
    { refine_uri: [{ uuid: 'a', uri_old: 'old:3301', uri_new: 'new:3301' }] },
    () => 'storages-0-0',
  );

  expect(suggestion).toMatchObject({
    instances: ['storages-0-0'],
    explanation: 'The topology still says old:3301; the instance answers at new:3301.',
  });
});

test('versions without suggestions suggest nothing', () => {
  expect(readSuggestions(undefined, uuid => uuid)).toEqual([]);
  expect(readSuggestions(null, uuid => uuid)).toEqual([]);
});
