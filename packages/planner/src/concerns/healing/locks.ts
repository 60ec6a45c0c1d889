import type { Topology } from '@cartridge-on-kubernetes/api';
import { absentMembers } from '../../facts/absent-members.ts';
import { chooseVia } from '../../facts/choose-via.ts';
import { mayBeBehind } from '../../facts/members.ts';
import type { World } from '../../facts/world.ts';
import type { Findings } from '../../plan/findings.ts';

/** Drops locks that an interrupted change left behind, as soon as all enabled members answer. */
export function planLocks(world: World): Findings {
  const { topology } = world;
  if (topology === null) return {};
  const uuids = heldUuids(topology);
  if (uuids.length === 0 || world.lostMembers.length > 0) return {};
  if (absentMembers(world).length > 0) return {};
  const pods = uuids.map(uuid => world.names[uuid] ?? uuid);
  return {
    actions: [
      {
        kind: 'reapply_config',
        key: `send the config again to ${pods.join(', ')}`,
        urgency: 'heals',
        via: chooseVia(world, uuids),
        uuids,
        pods,
        reason: `an interrupted change left ${pods.length === 1 ? 'its' : 'their'} config locked or outdated`,
        event: 'ConfigReapplied',
        about: world.clusterRef,
      },
    ],
  };
}

/** Locked members, and members whose config differs from that of the majority. */
function heldUuids(topology: Topology): string[] {
  if (mayBeBehind(topology)) return [];
  return topology.suggestions.forceApply
    .filter(({ configLocked, configMismatch }) => configLocked || configMismatch)
    .map(({ uuid }) => uuid);
}
