import type { Instance } from '@cartridge-on-kubernetes/api';
import type { World } from '../../facts/world.ts';
import type { Introduction } from '../../plan/action.ts';
import type { InstanceView } from '../../views/views.ts';

/**
 * An instance without data boots from the member that leads by what it has heard. Where it led itself until a moment
 * ago, the last it has heard may be that it still does, and it would start an empty data set; so its leader speaks to it
 * right before.
 */
export function introduce(
  { viewsByUuid }: World,
  leader: Instance | null,
  empty: InstanceView,
): Introduction[] {
  if (leader === null) return [];
  const speaker = viewsByUuid.get(leader.uuid);
  const replicasetUUID = leader.replicasetUUID ?? '';
  return speaker === undefined ? [] : speak(speaker, empty, { replicasetUUID, leaderUUID: leader.uuid });
}

/** Who waits for the empty one knows of no leader, so the empty one forgets whom it has heard of. */
export function introduceWaiting(source: InstanceView | null, empty: InstanceView): Introduction[] {
  if (source === null) return [];
  return speak(source, empty, { replicasetUUID: source.live?.replicasetUUID ?? '', leaderUUID: null });
}

function speak(
  { pod }: InstanceView,
  { uri }: InstanceView,
  whom: Pick<Introduction, 'replicasetUUID' | 'leaderUUID'>,
): Introduction[] {
  if (pod === null) return [];
  const { name, uid } = pod.metadata;
  return [{ via: name, ...(uid === undefined ? {} : { viaUid: uid }), uri, ...whom }];
}
