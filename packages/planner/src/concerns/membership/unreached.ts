import type { Findings } from '../../findings.ts';
import type { World } from '../../world/world.ts';

const NOT_IN_MEMBERSHIP = 'Server uri is not in membership';

/** A member that is at work while the others have forgotten its address is introduced to them. */
export function planUnreached({ instances, via }: World): Findings {
  const forgotten = instances.filter(
    ({ answer, live }) =>
      live?.status === 'not found' &&
      live.message === NOT_IN_MEMBERSHIP &&
      !live.disabled &&
      answer?.kind === 'answered' &&
      answer.self.state === 'RolesConfigured',
  );
  return {
    actions: forgotten.map(({ name, uri, ref }) => ({
      kind: 'probe_instance',
      key: `introduce ${name}`,
      concern: 'membership',
      via,
      uri,
      pod: name,
      reason: 'it is at work and the others do not see it',
      event: 'InstanceProbed',
      about: ref,
    })),
  };
}
