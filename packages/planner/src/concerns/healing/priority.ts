import type { Replicaset } from '@cartridge-on-kubernetes/api';
import type { World } from '../../facts/world.ts';

interface Wanted {
  world: World;
  live: Replicaset;
  /** uuid of the leader */
  first: string;
  /** uuids of members without data */
  empty: ReadonlySet<string>;
}

/**
 * Failover priority: the leader, then the members with data in their old order, then the members without data.
 * Unelectable members are left out.
 */
export function priorityFrom({ world, live, first, empty }: Wanted): string[] {
  const electable = live.instanceUUIDs.filter(
    uuid => (world.membersByUuid.get(uuid)?.priority ?? null) !== null,
  );
  const others = electable.filter(uuid => uuid !== first);
  return [first, ...others.filter(uuid => !empty.has(uuid)), ...others.filter(uuid => empty.has(uuid))];
}
