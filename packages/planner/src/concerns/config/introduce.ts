import type { Instance } from '@cartridge/api';
import type { Introduction } from '../../action.ts';
import type { InstanceView, World } from '../../world/world.ts';

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
  const pod = viewsByUuid.get(leader?.uuid ?? '')?.pod;
  if (leader === null || pod === undefined || pod === null) return [];
  const { name, uid } = pod.metadata;
  return [
    {
      via: name,
      ...(uid === undefined ? {} : { viaUid: uid }),
      uri: empty.uri,
      replicasetUUID: leader.replicasetUUID ?? '',
      leaderUUID: leader.uuid,
    },
  ];
}
