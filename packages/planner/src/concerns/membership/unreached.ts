import { chooseVia } from '../../facts/choose-via.ts';
import { isReplicating } from '../../facts/peers.ts';
import type { World } from '../../facts/world.ts';
import type { Findings } from '../../plan/findings.ts';

const NOT_IN_MEMBERSHIP = 'Server uri is not in membership';

/**
 * A running member whose address the other members have forgotten is introduced to them again. It may still be
 * starting: its start may wait for a cure that Cartridge suggests only for members that are seen.
 */
export function planUnreached(world: World): Findings {
  const forgotten = world.instances.filter(
    instance =>
      instance.live?.status === 'not found' &&
      instance.live.message === NOT_IN_MEMBERSHIP &&
      !instance.live.disabled &&
      isReplicating(instance),
  );
  return {
    actions: forgotten.map(({ name, uri, uuid, ref }) => ({
      kind: 'probe_instance',
      key: `introduce ${name}`,
      urgency: 'heals',
      via: chooseVia(world, [uuid]),
      uri,
      pod: name,
      reason: 'it is running, but they do not see it',
      event: 'InstanceProbed',
      about: ref,
    })),
  };
}
