import { deadlineSeconds } from '../wire/deadline-seconds.ts';
import type { CallOptions, Transport } from '../wire/transport.ts';

/**
 * Creates the buckets of every group that has storages. Safe to repeat: AlreadyBootstrapped is its way to say done.
 * Since 2.7.4 true may mean that every group was skipped: `vshardGroups` of the topology tells.
 */
export async function bootstrapVshard(transport: Transport, options: CallOptions = {}): Promise<void> {
  return transport.send({
    call: 'bootstrap_vshard',
    query: 'mutation { bootstrap_vshard }',
    deadlineSeconds: deadlineSeconds.mutation,
    parse: () => undefined,
    ...options,
  });
}
