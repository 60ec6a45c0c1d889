import type { InstanceSelf, Topology, TopologyEdit } from '@cartridge-on-kubernetes/api';
import type { CartridgeModel } from '@cartridge-on-kubernetes/planner/testing';
import { wireSelf, wireTopology } from './wire-topology.ts';

interface EditedReplicaset {
  uuid: string;
  alias?: string;
  roles?: string[];
  weight?: number;
  vshard_group?: string;
  all_rw?: boolean;
  failover_priority?: string[];
  join_servers?: Array<{ uri: string; uuid: string }>;
}

interface Question {
  query: string;
  variables: {
    replicasets?: EditedReplicaset[];
    servers?: NonNullable<TopologyEdit['instances']>;
    u?: string[];
    uri?: string;
    mode?: string;
  } | null;
}

/** The body of an answer of the admin API; queries are told apart by a word in them. */
export function answerAdmin(model: CartridgeModel, pod: string, body: string): string {
  const { query, variables } = JSON.parse(body) as Question;
  try {
    return JSON.stringify({
      data: query.startsWith('mutation') ? change(model, pod, { query, variables }) : read(model, pod, query),
    });
  } catch (error) {
    return JSON.stringify({ errors: [wireError(error)] });
  }
}

function read(model: CartridgeModel, pod: string, query: string): object {
  if (query.includes('__type')) return schema;
  if (query.includes('servers {')) return wireTopology(model.topology(pod) as Topology);
  if (query.includes('self {')) return { cluster: { self: wireSelf(model.self(pod) as InstanceSelf) } };
  throw new Error(`The simulation does not know the query ${query}`);
}

function change(model: CartridgeModel, via: string, { query, variables }: Question): object {
  const { replicasets = [], servers = [], u = [], uri = '', mode } = variables ?? {};
  if (query.includes('edit_topology')) {
    model.editTopology(via, { replicasets: replicasets.map(editOf), instances: servers });
    return { cluster: { edit_topology: { servers: [], replicasets: [] } } };
  }
  if (query.includes('config_force_reapply')) {
    model.reapply(via, u);
    return { cluster: { config_force_reapply: true } };
  }
  if (query.includes('restart_replication')) {
    for (const uuid of u) model.restartReplication(via, uuid);
    return { cluster: { restart_replication: true } };
  }
  if (query.includes('probe_server')) {
    model.introduce(via, uri);
    return { probe_server: true };
  }
  if (query.includes('bootstrap_vshard }')) {
    model.bootstrap(via);
    return { bootstrap_vshard: true };
  }
  if (query.includes('failover_params')) {
    model.setFailover(via, mode ?? 'disabled');
    return { cluster: { failover_params: wireTopology(model.topology(via)).cluster.failover_params } };
  }
  throw new Error(`The simulation does not know the change ${query}`);
}

/** What is left out stays out: absent means unchanged. */
function editOf(edit: EditedReplicaset): NonNullable<TopologyEdit['replicasets']>[number] {
  const { uuid, alias, roles, weight, vshard_group, all_rw, failover_priority, join_servers } = edit;
  return {
    uuid,
    ...(alias === undefined ? {} : { alias }),
    ...(roles === undefined ? {} : { roles }),
    ...(weight === undefined ? {} : { weight }),
    ...(vshard_group === undefined ? {} : { vshardGroup: vshard_group }),
    ...(all_rw === undefined ? {} : { allRw: all_rw }),
    ...(failover_priority === undefined ? {} : { failoverPriority: failover_priority }),
    ...(join_servers === undefined ? {} : { joinInstances: join_servers }),
  };
}

function wireError(error: unknown): object {
  const message = error instanceof Error ? error.message : String(error);
  const className = message.includes('connection refused') ? 'NetboxConnectError' : 'SimulatedError';
  return { message, extensions: { 'io.tarantool.errors.class_name': className } };
}

/** Of Cartridge 2.7 and later, as far as the client asks. */
const schema = {
  apicluster: typeOf('suggestions'),
  suggestions: typeOf('refine_uri', 'force_apply', 'disable_servers', 'restart_replication'),
  failover: typeOf('failover_timeout', 'fencing_enabled', 'fencing_timeout', 'fencing_pause'),
  role: typeOf('implies_router', 'implies_storage'),
  server: typeOf('zone'),
};

function typeOf(...names: string[]): object {
  return { fields: names.map(name => ({ name })) };
}
