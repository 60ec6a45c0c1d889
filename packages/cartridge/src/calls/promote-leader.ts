import { deadlineSeconds } from '../wire/deadline-seconds.ts';
import type { CallOptions, Transport } from '../wire/transport.ts';

export interface Promotion {
  replicasetUUID: string;
  instanceUUID: string;
  /** appoint it even if it cannot catch up with the present leader: writes may be lost */
  forceInconsistency?: boolean;
}

/**
 * Appoints the leader of a replicaset under stateful or raft failover.
 * Elsewhere change the failover priority: Cartridge 2.8.0 and later return true there without moving the leader.
 */
export async function promoteLeader(
  transport: Transport,
  promotion: Promotion,
  options: CallOptions = {},
): Promise<void> {
  return transport.send({
    call: 'failover_promote',
    query:
      'mutation($r:String!,$i:String!,$f:Boolean){ cluster { failover_promote(replicaset_uuid:$r,instance_uuid:$i,force_inconsistency:$f) } }',
    variables: {
      r: promotion.replicasetUUID,
      i: promotion.instanceUUID,
      f: promotion.forceInconsistency ?? false,
    },
    deadlineSeconds: deadlineSeconds.mutation,
    parse: () => undefined,
    ...options,
  });
}
