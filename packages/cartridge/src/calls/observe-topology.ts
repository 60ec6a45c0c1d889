import type { Topology } from '@cartridge/api';
import { deadlineSeconds } from '../wire/deadlines.ts';
import { parseTopology } from '../wire/parse-topology.ts';
import type { SchemaFeatures } from '../wire/schema-features.ts';
import type { WireTopology } from '../wire/topology-data.ts';
import { topologyQuery } from '../wire/topology-query.ts';
import { type CallOptions, parseAs, type Transport } from '../wire/transport.ts';

/** One consistent view of the cluster by the asked instance. An unconfigured one forwards since 2.5.0. */
export async function observeTopology(
  transport: Transport,
  features: SchemaFeatures,
  options: CallOptions = {},
): Promise<Topology> {
  const call = 'topology';
  const data = await transport.send<WireTopology>({
    call,
    query: topologyQuery(features),
    deadlineSeconds: deadlineSeconds.read,
    ...options,
  });
  return parseAs({ transport, call, data, parse: parseTopology });
}
