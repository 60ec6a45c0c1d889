import { expect, test } from 'vitest';
import { WorldModel } from '../testing/model/world-model.ts';
import { plan } from './plan.ts';
import type { Snapshot } from './snapshot.ts';

/** Reads of the snapshot's own arrays, as a measure of work that no slow machine changes. */
function countReads(snapshot: Snapshot): number {
  let reads = 0;
  const watched = Object.fromEntries(
    Object.entries(snapshot).map(([field, value]) => [
      field,
      Array.isArray(value)
        ? new Proxy(value, {
            get(target, key, receiver) {
              if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
              return Reflect.get(target, key, receiver);
            },
          })
        : value,
    ]),
  );
  plan(watched as unknown as Snapshot);
  return reads;
}

function clusterOf(replicasets: number): Snapshot {
  const world = new WorldModel([
    { name: 'routers', replicas: 1, replicasets: 1, roles: ['vshard-router'] },
    { name: 'storages', replicas: 2, replicasets, roles: ['vshard-storage'] },
  ]);
  for (let pass = 0; pass < 8; pass++) {
    world.elapse();
    world.pass();
  }
  return world.snapshot();
}

// The work is counted, not timed; a busy machine may take its time.
test('ten times the replicasets are about ten times the work', () => {
  const small = countReads(clusterOf(5));
  const large = countReads(clusterOf(50));
  expect(large / small).toBeLessThan(15);
});
