import { type Findings, mergeFindings } from '../findings.ts';
import type { World } from '../world/world.ts';
import { planDisagreement } from './config/disagreement.ts';
import { planLocks } from './config/locks.ts';
import { planLostVolumes } from './config/lost-volumes.ts';
import { planReturned } from './config/returned.ts';
import { planScaledAway } from './config/scaled-away.ts';

/** Members that lost their config, or hold a lock, get it sent again; those that are stopped on purpose are left out. */
export function planConfig(world: World): Findings {
  if (!world.isFormed) return {};
  return mergeFindings([
    planDisagreement(world),
    planLostVolumes(world),
    planScaledAway(world),
    planReturned(world),
    planLocks(world),
  ]);
}
