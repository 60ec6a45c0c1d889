import { type Findings, mergeFindings } from '../findings.ts';
import type { World } from '../world/world.ts';
import { planDisagreement } from './config/disagreement.ts';
import { planLocks } from './config/locks.ts';
import { planLostVolumes } from './config/lost-volumes.ts';

/** Members that lost their config, or hold a lock, get it sent again. */
export function planConfig(world: World): Findings {
  if (!world.isFormed) return {};
  return mergeFindings([planDisagreement(world), planLostVolumes(world), planLocks(world)]);
}
