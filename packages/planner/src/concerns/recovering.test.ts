import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guideRoles } from '../../testing/manifests.ts';
import { WorldModel } from '../../testing/model/world-model.ts';
import { issueKey } from '../facts/sightings.ts';
import { plan } from '../plan.ts';
import type { Snapshot } from '../snapshot.ts';

const DAY_SECONDS = 86_400;
function formedCluster(): Snapshot {
  const world = new WorldModel(guideRoles);
  for (let pass = 0; pass < 8; pass++) {
    world.elapse();
    world.pass();
  }
  return world.snapshot();
}

let made: Snapshot | undefined;

/** The formed cluster with an issue, or with a member that the others do not see, for so long. */
function withTrouble(trouble: 'issue' | 'unseen', seconds: number): Snapshot {
  made ??= formedCluster();
  const formed = made;
  if (formed.topology.kind !== 'answered') throw new Error('The model has no topology');
  const { topology } = formed.topology;
  const since = formed.now - seconds * 1000;
  const issue = { level: 'warning', topic: 'memory', message: '', replicasetUUID: null, instanceUUID: null };
  const [first, ...others] = topology.instances;
  const changed =
    trouble === 'issue'
      ? { ...topology, issues: [issue] }
      : { ...topology, instances: [{ ...first, status: 'dead' } as typeof first & object, ...others] };
  return {
    ...formed,
    topology: { kind: 'answered', pod: 'routers-0-0', topology: changed },
    sightings: {
      ...formed.sightings,
      issues: { [issueKey(issue)]: since },
      unhealthy: { [first?.uuid ?? '']: since },
    },
  };
}

const troubles = fc.constantFrom('issue' as const, 'unseen' as const);

test('that it is over is noticed within seconds while it is young, and within minutes ever after', () => {
  fc.assert(
    fc.property(troubles, fc.integer({ min: 0, max: 7 * DAY_SECONDS }), (trouble, seconds) => {
      const { retryAfterSeconds } = plan(withTrouble(trouble, seconds));
      expect(retryAfterSeconds).not.toBeNull();
      expect(retryAfterSeconds).toBeGreaterThanOrEqual(1);
      expect(retryAfterSeconds).toBeLessThanOrEqual(Math.min(300, Math.max(1, seconds / 10)));
    }),
  );
});

test.each(['issue', 'unseen'] as const)('a day of it (%s) costs some hundred looks', trouble => {
  let looks = 0;
  for (let seconds = 0; seconds < DAY_SECONDS; looks++) {
    seconds += plan(withTrouble(trouble, seconds)).retryAfterSeconds ?? DAY_SECONDS;
  }
  expect(looks).toBeLessThan(400);
});
