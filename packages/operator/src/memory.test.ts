import type { Action, Snapshot } from '@cartridge-on-kubernetes/planner';
import { ManualClock } from '@cartridge-on-kubernetes/platform/testing';
import { beforeEach, expect, it } from 'vitest';
import type { Outcome } from './apply/outcome.ts';
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

const start = Date.UTC(2026, 10, 22, 10);
let clock: ManualClock;
let memory: Memory;
beforeEach(() => {
  clock = new ManualClock(start);
  memory = new Memory(clock);
});

it('counts failures of an action in a row until it succeeds', () => {
  clock.advance(1000);
  memory.remember(cluster, [failed]);
  clock.advance(1000);
  memory.remember(cluster, [failed]);
  expect(memory.of(cluster).failures).toEqual([
    {
      key: action.key,
      message: 'locked',
      errorClass: 'TwoPhase',
      at: start + 2000,
      since: start + 1000,
      count: 2,
    },
  ]);
  clock.advance(1000);
  memory.remember(cluster, [{ kind: 'left_out', action }]);
  expect(memory.of(cluster).failures).toHaveLength(1);
  clock.advance(1000);
  memory.remember(cluster, [done]);
  expect(memory.of(cluster).failures).toEqual([]);
});

it('counts what is done again and again, and begins anew after a change or a rest', () => {
  const counts = (afterMilliseconds: number, outcome = done) => {
    clock.advance(afterMilliseconds);
    memory.remember(cluster, [outcome]);
    return memory.of(cluster).deeds.map(deed => deed.count);
  };
  expect(counts(1000)).toEqual([1]);
  expect(counts(1000)).toEqual([2]);
  expect(counts(1000, { ...done, action: { ...action, reason: 'another' } })).toEqual([1]);
  expect(counts(57_000)).toEqual([1]);
});

it('knows since when an instance is in its state', () => {
  expect(look('BootstrappingBox')?.since).toBe(start);
  clock.advance(1000);
  expect(look('BootstrappingBox')?.since).toBe(start);
  clock.advance(1000);
  expect(look('RolesConfigured')?.since).toBe(start + 2000);
  memory.forget(cluster);
  clock.advance(1000);
  expect(look('RolesConfigured')?.since).toBe(start + 3000);
});

it('keeps clusters apart and forgets what is old or gone', () => {
  memory.remember(cluster, [failed, done]);
  memory.remember(cluster, [failed]);
  expect(memory.of('tarantool/other')).toEqual({ failures: [], deeds: [] });
  clock.advance(3_599_999);
  expect(memory.of(cluster).failures).toHaveLength(1);
  clock.advance(1);
  expect(memory.of(cluster)).toEqual({ failures: [], deeds: [] });
  memory.forget(cluster);
  expect(memory.of(cluster)).toEqual({ failures: [], deeds: [] });
});

const month = 31 * 24 * 3600_000;
it.each([
  ['forward by a month, as after a machine has slept', month],
  ['forward by an hour', 3600_000],
  ['back by a month', -month],
])('a clock set %s makes nothing last longer or shorter', (_, milliseconds) => {
  memory.remember(cluster, [failed, done]);
  memory.remember(cluster, [failed]);
  look('BootstrappingBox');
  clock.advance(5000);
  clock.set(milliseconds);
  const { failures, deeds } = memory.of(cluster);
  expect(failures.map(({ at, since }) => [clock.now() - at, clock.now() - since])).toEqual([[5000, 5000]]);
  expect(deeds.map(({ at }) => clock.now() - at)).toEqual([5000]);
  const seen = look('BootstrappingBox');
  expect(clock.now() - (seen?.since ?? Number.NaN)).toBe(5000);
});

it('one that is slewed changes no time', () => {
  look('BootstrappingBox');
  clock.set(900);
  memory.of(cluster);
  expect(look('BootstrappingBox')?.since).toBe(start);
});

function look(state: string) {
  const seen = {
    now: clock.now(),
    statefulSets: [],
    pods: [],
    answers: [{ kind: 'answered', pod: 'a', self: { state } }],
    topology: { kind: 'none', message: '' },
  };
  return memory.look(cluster, seen as unknown as Snapshot).states.a;
}
