import { expect, test } from 'vitest';
import { notImitated } from './not-imitated.ts';

test('only what is on, and would count, is named', () => {
  const settings = { fencing_enabled: true, leader_autoreturn: true };
  expect(notImitated({ mode: 'eventual', ...settings })).toEqual([]);
  expect(notImitated({ mode: 'stateful' })).toEqual([]);
  expect(notImitated({ mode: 'stateful', ...settings }).map(text => text.split(':')[0])).toEqual([
    'fencing_enabled',
    'leader_autoreturn',
  ]);
});
