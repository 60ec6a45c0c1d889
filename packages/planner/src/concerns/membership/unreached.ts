import { chooseVia } from '../../facts/choose-via.ts';
import { isReplicating } from '../../facts/peers.ts';
import type { World } from '../../facts/world.ts';
import type { Findings } from '../../plan/findings.ts';

const NOT_IN_MEMBERSHIP = 'Server uri is not in membership';

/**
 * A member that is up while the others have forgotten its address is introduced to them: at work or still starting, as
 * it may wait for what Cartridge suggests for members only that are seen.
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
      reason: 'it is up and the others do not see it',
      event: 'InstanceProbed',
      about: ref,
    })),
  };
}
