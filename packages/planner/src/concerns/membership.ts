import type { World } from '../facts/world.ts';
import type { Findings } from '../plan/findings.ts';
import { mergeFindings } from '../plan/findings.ts';
import { findCandidates } from './membership/candidates.ts';
import { planExpelled, takenUuids } from './membership/expelled.ts';
import { planFirstJoin } from './membership/first-join.ts';
import { planLaterJoin } from './membership/later-join.ts';
import { planUnreached } from './membership/unreached.ts';

/** Running instances become members. */
export function planMembership(world: World): Findings {
  const taken = takenUuids(world);
  const candidates = findCandidates(world, taken);
  return mergeFindings([
    candidates.findings,
    world.isFormed ? planLaterJoin(world, candidates.ready) : planFirstJoin(world, candidates.ready),
    planExpelled(world, taken),
    planUnreached(world),
  ]);
}
