import { expect, test } from 'vitest';
import { guideRoles } from '../testing/manifests.ts';
import { WorldModel } from '../testing/model/world-model.ts';
import { repeatDeed, repeatFailure } from './back-off.ts';
import { plan } from './plan.ts';
import type { Snapshot } from './snapshot.ts';

const DAY_SECONDS = 86_400;

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

/** How often the one action is tried in a day when each try ends so. */
function triesInADay(outcome: 'failed' | 'done'): number {
  const formed = formedCluster();
  let snapshot = formed;
  let tries = 0;
  while (snapshot.now < formed.now + DAY_SECONDS * 1000) {
    const { now } = snapshot;
    const { actions, retryAfterSeconds } = plan(snapshot);
    const [action] = actions;
    if (action === undefined) {
      snapshot = { ...snapshot, now: now + (retryAfterSeconds ?? DAY_SECONDS) * 1000 };
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
  const tries = triesInADay('failed');
  expect(tries).toBeGreaterThan(DAY_SECONDS / 60 - 10);
  expect(tries).toBeLessThan(DAY_SECONDS / 60 + 10);
});

test('what has no effect is sent some six times an hour', () => {
  const tries = triesInADay('done');
  expect(tries).toBeGreaterThan(DAY_SECONDS / 600);
  expect(tries).toBeLessThan(DAY_SECONDS / 600 + 15);
});
