import type { Action } from '@cartridge/planner';
import { expect, it } from 'vitest';
import type { Outcome } from '../apply/outcome.ts';
import { Failures } from './failures.ts';

const action = { key: 'join storages-0' } as Action;
const failed: Outcome = { kind: 'failed', action, seconds: 1, message: 'locked', errorClass: 'TwoPhase' };
const cluster = 'tarantool/test-app';

it('counts failures of an action in a row until it succeeds', () => {
  const failures = new Failures();
  failures.remember(cluster, [failed], 1000);
  failures.remember(cluster, [failed], 2000);
  expect(failures.of(cluster, 2000)).toEqual([
    { key: 'join storages-0', message: 'locked', errorClass: 'TwoPhase', at: 2000, count: 2 },
  ]);
  failures.remember(cluster, [{ kind: 'left_out', action }], 3000);
  expect(failures.of(cluster, 3000)).toHaveLength(1);
  failures.remember(cluster, [{ kind: 'done', action, seconds: 1 }], 4000);
  expect(failures.of(cluster, 4000)).toEqual([]);
});

it('keeps clusters apart, and forgets what nobody tries any more', () => {
  const failures = new Failures();
  failures.remember(cluster, [failed], 0);
  expect(failures.of('tarantool/other', 0)).toEqual([]);
  expect(failures.of(cluster, 3_600_000)).toEqual([]);
  failures.remember(cluster, [failed], 0);
  failures.forget(cluster);
  expect(failures.of(cluster, 0)).toEqual([]);
});
