import { deadlineSeconds } from '../wire/deadline-seconds.ts';
import type { CallOptions, Transport } from '../wire/transport.ts';

/**
 * Takes members out of config changes and replication. Several dead ones must go in one call:
 * one enabled member that does not answer blocks every change. Fails on an already disabled one since 2.11.0;
 * `editTopology` with `disabled` is idempotent.
 */
export async function disableInstances(
  transport: Transport,
  uuids: readonly string[],
  options: CallOptions = {},
): Promise<void> {
  return transport.send({
    call: 'disable_servers',
    query: 'mutation($u:[String!]){ cluster { disable_servers(uuids:$u){ uuid } } }',
    variables: { u: uuids },
    deadlineSeconds: deadlineSeconds.mutation,
    parse: () => undefined,
    ...options,
  });
}
