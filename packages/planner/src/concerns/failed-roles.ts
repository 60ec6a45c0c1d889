import { chooseVia } from '../facts/choose-via.ts';
import { mayBeBehind } from '../facts/members.ts';
import { lastsSeconds } from '../facts/sightings.ts';
import type { World } from '../facts/world.ts';
import type { ReapplyConfig } from '../plan/action.ts';
import type { Findings } from '../plan/findings.ts';
import type { InstanceView } from '../views/views.ts';

/** A person who has just changed the config may be about to correct it. */
const PERSISTS_SECONDS = 10;

/**
 * A member on which a role failed to apply the config stays in OperationError until the config is applied again. What
 * the role lacked may exist by now, so the config is applied again as Cartridge suggests, on one member at a time and
 * ever more rarely.
 */
export function planFailedRoles(world: World): Findings {
  const { topology, viewsByUuid } = world;
  if (topology === null || mayBeBehind(topology)) return {};
  const failed = topology.suggestions.forceApply
    .filter(
      ({ operationError, configLocked, configMismatch }) =>
        operationError && !configLocked && !configMismatch,
    )
    .flatMap(({ uuid }) => viewsByUuid.get(uuid) ?? [])
    .filter(instance => hasPersisted(world, instance));
  return { actions: failed.map(instance => applyAgain(world, instance)) };
}

function hasPersisted({ snapshot }: World, { name, answer }: InstanceView): boolean {
  const hasFailed = answer?.kind === 'answered' && answer.self.state === 'OperationError';
  return hasFailed && lastsSeconds(snapshot, snapshot.sightings.states[name]?.since) >= PERSISTS_SECONDS;
}

function applyAgain(world: World, { name, uuid, ref }: InstanceView): ReapplyConfig {
  return {
    kind: 'reapply_config',
    key: `apply the config of ${name} again`,
    // Other changes need not wait for this one.
    urgency: 'changes',
    via: chooseVia(world, [uuid]),
    uuids: [uuid],
    pods: [name],
    reason: 'a role failed to apply it, and what that role lacked may exist by now',
    event: 'ConfigReapplied',
    about: ref,
    outlook: 'unsure',
  };
}
