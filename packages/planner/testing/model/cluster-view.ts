import type { Instance, KnownRole, Replicaset, Topology } from '@cartridge-on-kubernetes/api';

export interface ModelInstance {
  pod: string;
  uri: string;
  state:
    | 'Unconfigured'
    | 'BootstrappingBox'
    | 'RecoveringSnapshot'
    | 'ConnectingFullmesh'
    | 'RolesConfigured';
  /** what its volume holds: the cluster it belongs to and its uuid */
  memory: { cluster: ModelCluster; uuid: string } | null;
  /** uuid of the leader of its replicaset, as it has heard */
  heard: string | null;
}

export interface Member {
  uuid: string;
  uri: string;
  replicaset: string;
  disabled: boolean;
}

export interface ModelReplicaset {
  uuid: string;
  alias: string;
  roles: string[];
  weight: number;
  group: string;
  allRw: boolean;
  members: string[];
}

export interface ModelCluster {
  id: number;
  members: Map<string, Member>;
  expelled: Set<string>;
  replicasets: Map<string, ModelReplicaset>;
  failover: string;
  bootstrapped: boolean;
  /** members that were booted while no member could give them their data */
  dataLost: string[];
  /** of these, the members that wait for no leader, as they are first in failover priority */
  startedEmpty: string[];
  /** members that keep trying an address that is gone, and the member that had it */
  unlinked: Map<string, string>;
}

export const knownRoles: KnownRole[] = [
  { name: 'failover-coordinator', dependencies: [], impliesRouter: false, impliesStorage: false },
  { name: 'vshard-storage', dependencies: [], impliesRouter: false, impliesStorage: true },
  { name: 'vshard-router', dependencies: [], impliesRouter: true, impliesStorage: false },
  { name: 'app.roles.custom', dependencies: [], impliesRouter: false, impliesStorage: false },
];

/** Finds the running instance at a URI. */
export type FindInstance = (uri: string) => ModelInstance | undefined;

/** What the asked instance says of its cluster. */
export function viewCluster(cluster: ModelCluster | null, at: FindInstance): Omit<Topology, 'self'> {
  const storages = [...(cluster?.replicasets.values() ?? [])].filter(isStorage);
  const bootstrapped = cluster?.bootstrapped ?? false;
  return {
    instances:
      cluster === null ? [] : [...cluster.members.values()].map(member => viewMember(cluster, member, at)),
    replicasets:
      cluster === null
        ? []
        : [...cluster.replicasets.values()].map(replicaset => viewReplicaset(cluster, replicaset, at)),
    knownRoles,
    vshardGroups: [{ name: 'default', bucketCount: 30_000, bootstrapped }],
    canBootstrapVshard: storages.length > 0 && !bootstrapped,
    failover: { ...noFailover, mode: cluster?.failover ?? 'disabled' },
    issues: [],
    suggestions: {
      refineUri: [],
      forceApply: [],
      disableServers: [],
      restartReplication: cluster === null ? [] : membersToRelink(cluster, at),
    },
  };
}

/** Cartridge suggests it once the other side answers. */
function membersToRelink({ unlinked, members }: ModelCluster, at: FindInstance): string[] {
  return [...unlinked].flatMap(([uuid, upstream]) =>
    at(members.get(upstream)?.uri ?? '')?.state === 'RolesConfigured' ? [uuid] : [],
  );
}

export function activeLeader(
  cluster: ModelCluster,
  replicaset: ModelReplicaset | undefined,
  at: FindInstance,
): string | null {
  const members = replicaset?.members ?? [];
  const isAlive = (uuid: string) => {
    const member = cluster.members.get(uuid);
    return !member?.disabled && at(member?.uri ?? '')?.state === 'RolesConfigured';
  };
  const first = members[0] ?? null;
  if (cluster.failover === 'disabled') return first !== null && isAlive(first) ? first : null;
  return members.find(isAlive) ?? null;
}

function viewMember(
  cluster: ModelCluster,
  { uuid, uri, replicaset, disabled }: Member,
  at: FindInstance,
): Instance {
  const instance = at(uri);
  const isConfigured = instance?.state === 'RolesConfigured';
  const status = instance === undefined ? 'unreachable' : isConfigured ? 'healthy' : 'unconfigured';
  return {
    uri,
    uuid,
    alias: instance?.pod ?? null,
    status,
    message: status === 'healthy' ? '' : (instance?.state ?? 'Server status is "dead"'),
    disabled,
    priority: 1,
    zone: null,
    labels: [],
    replicasetUUID: replicaset,
    box: isConfigured
      ? { tarantoolVersion: '2.6.0', readOnly: false, uptimeSeconds: 1, httpPort: 8081, replication: [] }
      : null,
    bucketCount: cluster.bootstrapped ? 100 : null,
    memory: null,
  };
}

function viewReplicaset(cluster: ModelCluster, replicaset: ModelReplicaset, at: FindInstance): Replicaset {
  const { uuid, alias, roles, weight, group, allRw, members } = replicaset;
  const healthy = members.every(
    member => at(cluster.members.get(member)?.uri ?? '')?.state === 'RolesConfigured',
  );
  return {
    uuid,
    alias,
    status: healthy ? 'healthy' : 'unhealthy',
    roles,
    weight: isStorage(replicaset) ? weight : null,
    vshardGroup: isStorage(replicaset) ? group : null,
    allRw,
    configuredLeaderUUID: members[0] ?? null,
    activeLeaderUUID: activeLeader(cluster, replicaset, at) ?? members[0] ?? null,
    instanceUUIDs: members,
  };
}

function isStorage({ roles }: { roles: string[] }): boolean {
  return roles.includes('vshard-storage');
}

const noFailover: Topology['failover'] = {
  mode: 'disabled',
  failoverTimeoutSeconds: 20,
  stateProvider: null,
  fencingEnabled: false,
  fencingTimeoutSeconds: 10,
  fencingPauseSeconds: 2,
  leaderAutoreturn: false,
  autoreturnDelaySeconds: 300,
  checkCookieHash: true,
  stateboard: null,
  etcd2: null,
};
