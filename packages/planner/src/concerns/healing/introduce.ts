import type { Instance } from '@cartridge-on-kubernetes/api';
import type { World } from '../../facts/world.ts';
import type { Introduction } from '../../plan/action.ts';
import type { InstanceView } from '../../views/views.ts';

/**
 * An instance without data boots from the leader that the membership has told it of. If it led itself until a moment
 * ago, it may still take itself for the leader, and would start an empty data set; so its leader pings it right before.
 */
export function introduce(
  { viewsByUuid }: World,
  leader: Instance | null,
  empty: InstanceView,
): Introduction[] {
  if (leader === null) return [];
  const source = viewsByUuid.get(leader.uuid);
  const replicasetUUID = leader.replicasetUUID ?? '';
  return source === undefined ? [] : ping(source, empty, { replicasetUUID, leaderUUID: leader.uuid });
}

/**
 * No leader is known while the members wait for this instance; pinging it without a leader clears the stale leader it
 * remembers.
 */
export function introduceWaiting(source: InstanceView | null, empty: InstanceView): Introduction[] {
  if (source === null) return [];
  return ping(source, empty, { replicasetUUID: source.live?.replicasetUUID ?? '', leaderUUID: null });
}

function ping(
  { pod }: InstanceView,
  { uri }: InstanceView,
  known: Pick<Introduction, 'replicasetUUID' | 'leaderUUID'>,
): Introduction[] {
  if (pod === null) return [];
  const { name, uid } = pod.metadata;
  return [{ via: name, ...(uid === undefined ? {} : { viaUid: uid }), uri, ...known }];
}
