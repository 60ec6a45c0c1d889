import {
  askAdminApi,
  assertHealthy,
  type TestCluster,
  topologySeenBy,
} from '@cartridge-on-kubernetes/test-kit';

export const namespace = 'tarantool';

/** A replicaset as the admin API tells it; its members by failover priority. */
export interface TopologyRow {
  uuid: string;
  alias: string;
  weight: number | null;
  vshard_group: string | null;
  all_rw: boolean;
  roles: string[];
  servers: { uri: string; uuid: string }[];
}

const query = `{
  replicasets { uuid alias weight vshard_group all_rw roles servers { uri uuid } }
  cluster { failover_params { mode } }
}`;

export interface SeenTopology {
  replicasets: TopologyRow[];
  failover: string;
}

/** Rejects while anything is not healthy. */
export async function readTopology(cluster: TestCluster): Promise<SeenTopology> {
  assertHealthy(await topologySeenBy(cluster, namespace, 'routers-0-0'));
  await using forward = await cluster.portForward('routers-0-0', { namespace, port: 8081 });
  const answer = await askAdminApi<{
    replicasets: TopologyRow[];
    cluster: { failover_params: { mode: string } };
  }>(forward.url, query);
  const replicasets = answer.replicasets
    .map(row => ({ ...row, roles: row.roles.toSorted() }))
    .toSorted((left, right) => left.servers[0]?.uri.localeCompare(right.servers[0]?.uri ?? '', 'en') ?? 0);
  return { replicasets, failover: answer.cluster.failover_params.mode };
}
