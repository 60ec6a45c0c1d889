import { expect, test } from 'vitest';
import { guideRoles } from '../../testing/manifests.ts';
import { WorldModel } from '../../testing/model/world-model.ts';
import { repeatDeed, repeatFailure } from '../facts/tries.ts';
import { plan } from '../plan.ts';
import type { Snapshot } from '../snapshot.ts';

const HOURS = 4;

/** A cluster whose weight a person changed. */
function formedCluster(): Snapshot {
  const world = new WorldModel(guideRoles);
  for (let pass = 0; pass < 8; pass++) {
    world.elapse();
    world.pass();
  }
  world.kubernetes.patch(
    { kind: 'StatefulSet', name: 'storages-0' },
    { metadata: { annotations: { 'tarantool.io/replicaset-weight': '7' } } },
  );
  return world.snapshot();
}

/** How often the one action is tried in some hours when each try ends so. */
function countTries(outcome: 'failed' | 'done'): number {
  const formed = formedCluster();
  let snapshot = formed;
  let tries = 0;
  while (snapshot.now < formed.now + HOURS * 3600 * 1000) {
    const { now } = snapshot;
    const { actions, retryAfterSeconds } = plan(snapshot);
    const [action] = actions;
    if (action === undefined) {
      snapshot = { ...snapshot, now: now + (retryAfterSeconds ?? 3600) * 1000 };
      continue;
    }
    tries++;
    const { key } = action;
    snapshot =
      outcome === 'done'
        ? { ...snapshot, deeds: [repeatDeed(snapshot.deeds[0], action, now)] }
        : {
            ...snapshot,
            failures: [repeatFailure(snapshot.failures[0], { key, message: 'no', errorClass: null }, now)],
          };
  }
  return tries;
}

test('what fails is tried again every minute', () => {
  const tries = countTries('failed');
  expect(tries).toBeGreaterThan(HOURS * 60 - 10);
  expect(tries).toBeLessThan(HOURS * 60 + 10);
});

test('what has no effect is sent some six times an hour', () => {
  const tries = countTries('done');
  expect(tries).toBeGreaterThan(HOURS * 6);
  expect(tries).toBeLessThan(HOURS * 6 + 15);
});
