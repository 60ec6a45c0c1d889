import { deadlineSeconds } from '../wire/deadline-seconds.ts';
import type { CallOptions, Transport } from '../wire/transport.ts';

/** Re-opens the replication of the given members; see suggestions. Cartridge 2.7.0 and later. */
export async function restartReplication(
  transport: Transport,
  uuids: readonly string[],
  options: CallOptions = {},
): Promise<void> {
  return transport.send({
    call: 'restart_replication',
    query: 'mutation($u:[String!]){ cluster { restart_replication(uuids:$u) } }',
    variables: { u: uuids },
    deadlineSeconds: deadlineSeconds.mutation,
    parse: () => undefined,
    ...options,
  });
}
