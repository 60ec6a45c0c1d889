import type { TestCluster } from './cluster.ts';

export interface AdminServer {
  uri: string;
  uuid: string;
  alias: string | null;
  status: string;
  message: string;
  disabled: boolean | null;
  statistics: { vshard_buckets_count: number | null } | null;
}

export interface AdminReplicaset {
  uuid: string;
  alias: string;
  status: string;
  roles: string[];
  weight: number | null;
  master: { uuid: string };
  active_master: { uuid: string };
  servers: Array<{ uuid: string; alias: string | null }>;
}

export interface AdminTopology {
  servers: AdminServer[];
  replicasets: AdminReplicaset[];
  cluster: {
    issues: Array<{ level: string; topic: string; message: string }>;
    failover_params: { mode: string };
  };
}

const topologyQuery = `{
  servers { uri uuid alias status message disabled statistics { vshard_buckets_count } }
  replicasets { uuid alias status roles weight master { uuid } active_master { uuid } servers { uuid alias } }
  cluster { issues { level topic message } failover_params { mode } }
}`;

/** Posts to the admin API; rejects with the message of a GraphQL error. */
export async function askAdminApi<T>(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<T> {
  const response = await fetch(`${url}/admin/api`, {
    method: 'POST',
    body: JSON.stringify({ query, variables }),
    // A forward to a pod that is going away takes the request and never answers.
    signal: AbortSignal.timeout(15_000),
  });
  const answer = (await response.json()) as { data?: T; errors?: Array<{ message: string }> };
  if (answer.data === undefined) throw new Error(answer.errors?.[0]?.message ?? `HTTP ${response.status}`);
  return answer.data;
}

/** What one pod's instance says of its whole cluster. */
export async function topologySeenBy(
  cluster: TestCluster,
  namespace: string,
  pod: string,
): Promise<AdminTopology> {
  await using forward = await cluster.portForward(pod, { namespace, port: 8081 });
  // Awaited here: the forward must outlive the request.
  return await askAdminApi(forward.url, topologyQuery);
}

/** Throws with what is wrong unless every member and replicaset is healthy and no issue is reported. */
export function assertHealthy(topology: AdminTopology): void {
  const sick = [...topology.servers, ...topology.replicasets].filter(member => member.status !== 'healthy');
  if (sick.length > 0) throw new Error(`Not healthy: ${JSON.stringify(sick)}`);
  if (topology.cluster.issues.length > 0)
    throw new Error(`Issues: ${JSON.stringify(topology.cluster.issues)}`);
}
