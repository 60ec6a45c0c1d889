import type { adminApi, InstanceSelf } from '@cartridge-on-kubernetes/api';
import { deadlineSeconds } from '../wire/deadline-seconds.ts';
import { parseSelf } from '../wire/parse-self.ts';
import { selfFields } from '../wire/topology-query.ts';
import type { CallOptions, Transport } from '../wire/transport.ts';

/** What the asked instance says of itself; answered locally, in every state. */
export async function observeSelf(transport: Transport, options: CallOptions = {}): Promise<InstanceSelf> {
  return transport.send({
    call: 'cluster.self',
    query: `query { cluster { self { ${selfFields} } } }`,
    deadlineSeconds: deadlineSeconds.local,
    parse: ({ cluster }: { cluster: { self: adminApi.ServerShortInfo } }) => parseSelf(cluster.self),
    ...options,
  });
}
