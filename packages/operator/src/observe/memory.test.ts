import type { Action, Snapshot } from '@cartridge/planner';
import { expect, it } from 'vitest';
import type { Outcome } from '../apply/outcome.ts';
import { Memory } from './memory.ts';

const action = { key: 'join storages-0' } as Action;
const failed: Outcome = {
  kind: 'failed',
  action,
  seconds: 1,
  message: 'locked',
  errorClass: 'TwoPhase',
  isInDoubt: false,
};
const done: Outcome = { kind: 'done', action, seconds: 1 };
const cluster = 'tarantool/test-app';

it('counts failures of an action in a row until it succeeds', () => {
  const memory = new Memory();
  memory.remember(cluster, [failed], 1000);
  memory.remember(cluster, [failed], 2000);
  expect(memory.of(cluster, 2000).failures).toEqual([
    { key: action.key, message: 'locked', errorClass: 'TwoPhase', at: 2000, since: 1000, count: 2 },
  ]);
  memory.remember(cluster, [{ kind: 'left_out', action }], 3000);
  expect(memory.of(cluster, 3000).failures).toHaveLength(1);
  memory.remember(cluster, [done], 4000);
  expect(memory.of(cluster, 4000).failures).toEqual([]);
});

it('counts what is done again and again, and begins anew after a change or a rest', () => {
  const memory = new Memory();
  const counts = (at: number, outcome = done) => {
    memory.remember(cluster, [outcome], at);
    return memory.of(cluster, at).deeds.map(deed => deed.count);
  };
  expect(counts(1000)).toEqual([1]);
  expect(counts(2000)).toEqual([2]);
  expect(counts(3000, { ...done, action: { ...action, reason: 'another' } })).toEqual([1]);
  expect(counts(60_000)).toEqual([1]);
});

it('knows since when an instance is in its state', () => {
  const memory = new Memory();
  const look = (now: number, state: string) =>
    memory.look(cluster, {
      now,
      statefulSets: [],
      pods: [],
      answers: [{ kind: 'answered', pod: 'a', self: { state } }],
      topology: { kind: 'none', message: '' },
    } as unknown as Snapshot).states.a?.since;
  expect(look(1000, 'BootstrappingBox')).toBe(1000);
  expect(look(2000, 'BootstrappingBox')).toBe(1000);
  expect(look(3000, 'RolesConfigured')).toBe(3000);
  memory.forget(cluster);
  expect(look(4000, 'RolesConfigured')).toBe(4000);
});

it('keeps clusters apart and forgets what is old or gone', () => {
  const memory = new Memory();
  memory.remember(cluster, [failed, done], 0);
  memory.remember(cluster, [failed], 0);
  expect(memory.of('tarantool/other', 0)).toEqual({ failures: [], deeds: [] });
  expect(memory.of(cluster, 3_600_000)).toEqual({ failures: [], deeds: [] });
  memory.forget(cluster);
  expect(memory.of(cluster, 0)).toEqual({ failures: [], deeds: [] });
});
