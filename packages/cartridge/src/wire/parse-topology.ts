import type {
  adminApi,
  Instance,
  InstanceBox,
  Replicaset,
  Suggestions,
  Topology,
} from '@cartridge-on-kubernetes/api';
import { parseFailoverParams } from './parse-failover-params.ts';
import { parseKnownRole } from './parse-known-role.ts';
import { parseSelf } from './parse-self.ts';

/** The schema allows null for the lists and for `self`; Cartridge has none there, so null is a malformed answer. */
interface WireTopology {
  servers: adminApi.Server[];
  replicasets: adminApi.Replicaset[];
  cluster: adminApi.Apicluster & { self: adminApi.ServerShortInfo };
}

/** The wire's answer as plain values: GraphQL's `server` becomes Instance, `master` the configured leader. */
export function parseTopology({ servers, replicasets, cluster }: WireTopology): Topology {
  return {
    self: parseSelf(cluster.self),
    instances: servers.map(parseInstance),
    replicasets: replicasets.map(parseReplicaset),
    knownRoles: cluster.known_roles.map(parseKnownRole),
    vshardGroups: cluster.vshard_groups.map(group => ({
      name: group.name,
      bucketCount: group.bucket_count,
      bootstrapped: group.bootstrapped,
    })),
    canBootstrapVshard: cluster.can_bootstrap_vshard,
    failover: parseFailoverParams(cluster.failover_params),
    // null on an instance in InitError or BootError
    issues: (cluster.issues ?? []).map(issue => ({
      level: issue.level,
      topic: issue.topic,
      message: issue.message,
      replicasetUUID: issue.replicaset_uuid,
      instanceUUID: issue.instance_uuid,
    })),
    suggestions: parseSuggestions(cluster.suggestions ?? {}),
  };
}

function parseInstance(server: adminApi.Server): Instance {
  const { statistics } = server;
  return {
    uri: server.uri,
    uuid: server.uuid,
    alias: server.alias,
    status: server.status,
    message: server.message,
    disabled: server.disabled ?? false,
    priority: server.priority,
    zone: server.zone ?? null,
    labels: (server.labels ?? []).filter(label => label !== null),
    replicasetUUID: server.replicaset?.uuid ?? null,
    box: server.boxinfo && parseBox(server.boxinfo),
    bucketCount: statistics?.vshard_buckets_count ?? null,
    memory: statistics && {
      quotaUsedRatio: statistics.quota_used_ratio,
      arenaUsedRatio: statistics.arena_used_ratio,
      itemsUsedRatio: statistics.items_used_ratio,
    },
  };
}

function parseBox({ general, replication }: adminApi.ServerInfo): InstanceBox {
  return {
    tarantoolVersion: general.version,
    readOnly: general.ro,
    uptimeSeconds: general.uptime,
    httpPort: general.http_port ?? null,
    // A list indexed by replica id: ids of expelled members leave gaps.
    replication: (replication.replication_info ?? [])
      .filter(replica => replica !== null)
      .map(replica => ({
        id: replica.id,
        uuid: replica.uuid,
        upstreamStatus: replica.upstream_status,
        upstreamMessage: replica.upstream_message,
        downstreamStatus: replica.downstream_status,
      })),
  };
}

function parseReplicaset(replicaset: adminApi.Replicaset): Replicaset {
  return {
    uuid: replicaset.uuid,
    alias: replicaset.alias,
    status: replicaset.status,
    roles: replicaset.roles ?? [],
    weight: replicaset.weight,
    vshardGroup: replicaset.vshard_group,
    allRw: replicaset.all_rw,
    configuredLeaderUUID: leaderUUID(replicaset.master),
    activeLeaderUUID: leaderUUID(replicaset.active_master),
    instanceUUIDs: replicaset.servers.flatMap(server => server?.uuid ?? []),
  };
}

function leaderUUID({ uuid }: { uuid: string }): string | null {
  return uuid === 'void' ? null : uuid;
}

function parseSuggestions(suggestions: adminApi.Suggestions): Suggestions {
  return {
    refineUri: (suggestions.refine_uri ?? []).map(({ uuid, uri_old, uri_new }) => ({
      uuid,
      uriOld: uri_old,
      uriNew: uri_new,
    })),
    forceApply: (suggestions.force_apply ?? []).map(suggestion => ({
      uuid: suggestion.uuid,
      configMismatch: suggestion.config_mismatch,
      configLocked: suggestion.config_locked,
      operationError: suggestion.operation_error,
    })),
    disableServers: (suggestions.disable_servers ?? []).map(({ uuid }) => uuid),
    restartReplication: (suggestions.restart_replication ?? []).map(({ uuid }) => uuid),
  };
}
