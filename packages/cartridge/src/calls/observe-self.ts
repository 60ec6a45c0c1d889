import type { InstanceSelf } from '@cartridge/api';
import { deadlineSeconds } from '../wire/deadlines.ts';
import { parseSelf } from '../wire/parse-self.ts';
import type { WireSelf } from '../wire/topology-data.ts';
import { selfFields } from '../wire/topology-query.ts';
import { type CallOptions, parseAs, type Transport } from '../wire/transport.ts';

/** What the asked instance says of itself; answered locally, in every state. */
export async function observeSelf(transport: Transport, options: CallOptions = {}): Promise<InstanceSelf> {
  const call = 'cluster.self';
  const query = `query { cluster { self { ${selfFields} } } }`;
  const data = await transport.send<{ cluster: { self: WireSelf } }>({
    call,
    query,
    deadlineSeconds: deadlineSeconds.local,
    ...options,
  });
  return parseAs({ transport, call, data, parse: ({ cluster }) => parseSelf(cluster.self) });
}
