import { deadlineSeconds } from '../wire/deadline-seconds.ts';
import type { CallOptions, Transport } from '../wire/transport.ts';

/**
 * Drops a lock left behind, pushes the asked instance's config and runs all roles again on the given members.
 * Brings back a member whose volume was lost, and heals OperationError. Cartridge 2.4.0 and later.
 */
export async function forceReapplyConfig(
  transport: Transport,
  uuids: readonly string[],
  options: CallOptions = {},
): Promise<void> {
  return transport.send({
    call: 'config_force_reapply',
    query: 'mutation($u:[String]){ cluster { config_force_reapply(uuids:$u) } }',
    variables: { u: uuids },
    deadlineSeconds: deadlineSeconds.mutation,
    parse: () => undefined,
    ...options,
  });
}
