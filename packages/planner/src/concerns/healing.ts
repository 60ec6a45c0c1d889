import type { World } from '../facts/world.ts';
import { type Findings, mergeFindings } from '../plan/findings.ts';
import { planDisagreement } from './healing/disagreement.ts';
import { planLocks } from './healing/locks.ts';
import { planLostVolumes } from './healing/lost-volumes.ts';
import { planReturned } from './healing/returned.ts';
import { planScaledAway } from './healing/scaled-away.ts';

/** Sends the config again to members that lost it or hold a lock, and disables members that were stopped on purpose. */
export function planHealing(world: World): Findings {
  if (!world.isFormed) return {};
  return mergeFindings([
    planDisagreement(world),
    planLostVolumes(world),
    planScaledAway(world),
    planReturned(world),
    planLocks(world),
  ]);
}
