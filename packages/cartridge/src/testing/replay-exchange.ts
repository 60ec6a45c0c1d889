import type { TopologyEdit } from '@cartridge-on-kubernetes/api';
import type { AdminClient } from '../admin-client.ts';
import type { FailoverEdit } from '../calls/set-failover-params.ts';
import { type Exchange, isTopologyQuery } from './recordings.ts';

type Variables = Record<string, unknown>;

/** The client's call for a recorded request; null where the client has none, for example for an older call. */
export function callFor(exchange: Exchange): ((client: AdminClient) => Promise<unknown>) | null {
  const { query, variables = {} } = exchange.request;
  if (isTopologyQuery(exchange)) return client => client.observeTopology();
  if (query.includes('labels') || JSON.stringify(variables).includes('"labels"')) return null;
  if (query.includes('edit_topology(')) return client => client.editTopology(topologyEdit(variables));
  if (query.includes('config_force_reapply'))
    return client => client.forceReapplyConfig(variables.u as string[]);
  if (query.includes('disable_servers')) return client => client.disableInstances(variables.u as string[]);
  if (query.includes('probe_server')) return client => client.probeInstance(quoted(query));
  if (query.includes('known_roles')) return client => client.observeKnownRoles();
  if (query === 'mutation { bootstrap_vshard }') return client => client.bootstrapVshard();
  if (query.includes('failover_params') && query.startsWith('mutation($mode'))
    return client => client.setFailoverParams(failoverEdit(variables));
  if (query.includes('failover_promote') && variables.r)
    return client =>
      client.promoteLeader({ replicasetUUID: variables.r as string, instanceUUID: variables.i as string });
  if (query.startsWith('{ cluster { config')) return client => client.observeConfig(null);
  return null;
}

/** The edit whose variables are these. */
export function topologyEdit({ replicasets, servers }: Variables): TopologyEdit {
  return {
    replicasets: (replicasets as Variables[] | undefined)?.map(
      ({ vshard_group, all_rw, failover_priority, join_servers, ...same }) => ({
        ...same,
        vshardGroup: vshard_group,
        allRw: all_rw,
        failoverPriority: failover_priority,
        joinInstances: join_servers,
      }),
    ),
    instances: servers,
  } as TopologyEdit;
}

function failoverEdit(variables: Variables): FailoverEdit {
  const names: Record<string, string> = {
    failover_timeout: 'failoverTimeoutSeconds',
    state_provider: 'stateProvider',
    fencing_enabled: 'fencingEnabled',
    tarantool_params: 'stateboard',
    etcd2_params: 'etcd2',
  };
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [names[name] ?? name, value]));
}

function quoted(query: string): string {
  return /"([^"]*)"/.exec(query)?.[1] ?? '';
}
