import type { Topology } from '@cartridge-on-kubernetes/api';
import { deadlineSeconds } from '../wire/deadline-seconds.ts';
import { parseTopology } from '../wire/parse-topology.ts';
import type { SchemaFeatures } from '../wire/schema-features.ts';
import { topologyQuery } from '../wire/topology-query.ts';
import type { CallOptions, Transport } from '../wire/transport.ts';

/** One consistent view of the cluster by the asked instance. An unconfigured one forwards since 2.5.0. */
export async function observeTopology(
  transport: Transport,
  features: SchemaFeatures,
  options: CallOptions = {},
): Promise<Topology> {
  return transport.send({
    call: 'topology',
    query: topologyQuery(features),
    deadlineSeconds: deadlineSeconds.read,
    parse: parseTopology,
    ...options,
  });
}
