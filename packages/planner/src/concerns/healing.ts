import type { World } from '../facts/world.ts';
import { type Findings, mergeFindings } from '../plan/findings.ts';
import { planDisagreement } from './healing/disagreement.ts';
import { planLocks } from './healing/locks.ts';
import { planLostVolumes } from './healing/lost-volumes.ts';
import { planReturned } from './healing/returned.ts';
import { planScaledAway } from './healing/scaled-away.ts';

/** Members that lost their config, or hold a lock, get it sent again; those that are stopped on purpose are left out. */
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
