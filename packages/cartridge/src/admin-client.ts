import type {
  FailoverParams,
  InstanceSelf,
  KnownRole,
  Topology,
  TopologyEdit,
} from '@cartridge-on-kubernetes/api';
import { bootstrapVshard } from './calls/bootstrap-vshard.ts';
import type { ConfigSection, ConfigSectionEdit } from './calls/clusterwide-config.ts';
import { disableInstances } from './calls/disable-instances.ts';
import { type EditedTopology, editTopology } from './calls/edit-topology.ts';
import { forceReapplyConfig } from './calls/force-reapply-config.ts';
import { observeConfig } from './calls/observe-config.ts';
import { observeKnownRoles } from './calls/observe-known-roles.ts';
import { observeSelf } from './calls/observe-self.ts';
import { observeTopology } from './calls/observe-topology.ts';
import { probeInstance } from './calls/probe-instance.ts';
import { type Promotion, promoteLeader } from './calls/promote-leader.ts';
import { restartReplication } from './calls/restart-replication.ts';
import { setConfig } from './calls/set-config.ts';
import { type FailoverEdit, setFailoverParams } from './calls/set-failover-params.ts';
import { isAdminError } from './errors.ts';
import { detectFeatures, type SchemaFeatures } from './wire/schema-features.ts';
import { type CallOptions, createTransport, type TransportOptions } from './wire/transport.ts';

/** Speaks to one instance about its whole cluster. Every call has a deadline and throws AdminError only. */
export interface AdminClient {
  readonly baseUrl: string;
  observeSelf(options?: CallOptions): Promise<InstanceSelf>;
  observeTopology(options?: CallOptions): Promise<Topology>;
  observeKnownRoles(options?: CallOptions): Promise<KnownRole[]>;
  observeConfig(filenames: readonly string[] | null, options?: CallOptions): Promise<ConfigSection[]>;
  editTopology(edit: TopologyEdit, options?: CallOptions): Promise<EditedTopology>;
  bootstrapVshard(options?: CallOptions): Promise<void>;
  setFailoverParams(edit: FailoverEdit, options?: CallOptions): Promise<FailoverParams>;
  promoteLeader(promotion: Promotion, options?: CallOptions): Promise<void>;
  forceReapplyConfig(uuids: readonly string[], options?: CallOptions): Promise<void>;
  restartReplication(uuids: readonly string[], options?: CallOptions): Promise<void>;
  disableInstances(uuids: readonly string[], options?: CallOptions): Promise<void>;
  probeInstance(uri: string, options?: CallOptions): Promise<void>;
  setConfig(sections: readonly ConfigSectionEdit[], options?: CallOptions): Promise<ConfigSection[]>;
}

/** No request is made before the first call. The schema is looked at once, by the first call that needs it. */
export function createAdminClient(clientOptions: TransportOptions): AdminClient {
  const transport = createTransport(clientOptions);
  const withFeatures = rememberFeatures(options => detectFeatures(transport, options));
  return {
    baseUrl: transport.baseUrl,
    observeSelf: options => observeSelf(transport, options),
    observeTopology: options =>
      withFeatures(options, features => observeTopology(transport, features, options)),
    observeKnownRoles: options =>
      withFeatures(options, features => observeKnownRoles(transport, features, options)),
    observeConfig: (filenames, options) => observeConfig(transport, filenames, options),
    editTopology: (edit, options) => editTopology(transport, edit, options),
    bootstrapVshard: options => bootstrapVshard(transport, options),
    setFailoverParams: (edit, options) =>
      withFeatures(options, features => setFailoverParams({ transport, features, edit, options })),
    promoteLeader: (promotion, options) => promoteLeader(transport, promotion, options),
    forceReapplyConfig: (uuids, options) => forceReapplyConfig(transport, uuids, options),
    restartReplication: (uuids, options) => restartReplication(transport, uuids, options),
    disableInstances: (uuids, options) => disableInstances(transport, uuids, options),
    probeInstance: (uri, options) => probeInstance(transport, uri, options),
    setConfig: (sections, options) => setConfig(transport, sections, options),
  };
}

type Detect = (options: CallOptions | undefined) => Promise<SchemaFeatures>;

/**
 * Keeps the features between calls. An instance behind the same address may come back as an older version:
 * then the query is refused as unsupported, before anything was done, so it is built anew and sent once more.
 */
function rememberFeatures(detect: Detect) {
  let features: SchemaFeatures | null = null;
  return async <Result>(
    options: CallOptions | undefined,
    call: (features: SchemaFeatures) => Promise<Result>,
  ): Promise<Result> => {
    const remembered = features;
    features ??= await detect(options);
    try {
      return await call(features);
    } catch (error) {
      if (!remembered || !isAdminError(error) || error.code !== 'Unsupported') throw error;
      features = await detect(options);
      return call(features);
    }
  };
}
