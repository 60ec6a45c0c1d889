import type { Instance, InstanceSelf, Replicaset, Topology } from '@cartridge-on-kubernetes/api';

/** A topology as the admin API writes it. */
export function wireTopology({
  self,
  instances,
  replicasets,
  knownRoles,
  vshardGroups,
  canBootstrapVshard,
  failover,
  issues,
  suggestions,
}: Topology) {
  return {
    servers: instances.map(wireServer),
    replicasets: replicasets.map(wireReplicaset),
    cluster: {
      self: wireSelf(self),
      known_roles: knownRoles.map(({ name, dependencies, impliesRouter, impliesStorage }) => ({
        name,
        dependencies,
        implies_router: impliesRouter,
        implies_storage: impliesStorage,
      })),
      vshard_groups: vshardGroups.map(({ name, bucketCount, bootstrapped }) => ({
        name,
        bucket_count: bucketCount,
        bootstrapped,
      })),
      can_bootstrap_vshard: canBootstrapVshard,
      failover_params: {
        mode: failover.mode,
        state_provider: failover.stateProvider,
        failover_timeout: failover.failoverTimeoutSeconds,
        fencing_enabled: failover.fencingEnabled,
        fencing_timeout: failover.fencingTimeoutSeconds,
        fencing_pause: failover.fencingPauseSeconds,
        tarantool_params: null,
        etcd2_params: null,
      },
      issues,
      suggestions: {
        refine_uri: [],
        force_apply: [],
        disable_servers: suggestions.disableServers.map(uuid => ({ uuid })),
        restart_replication: suggestions.restartReplication.map(uuid => ({ uuid })),
      },
    },
  };
}

export function wireSelf({ uri, uuid, alias, state, error, appName, instanceName }: InstanceSelf) {
  return { uri, uuid, alias, state, error, app_name: appName, instance_name: instanceName };
}

function wireServer(instance: Instance) {
  const { uuid, uri, alias, status, message, disabled, priority, zone, labels, box, bucketCount } = instance;
  return {
    uuid,
    uri,
    alias,
    status,
    message,
    disabled,
    priority,
    zone,
    labels,
    replicaset: instance.replicasetUUID === null ? null : { uuid: instance.replicasetUUID },
    boxinfo:
      box === null
        ? null
        : {
            general: {
              version: box.tarantoolVersion,
              ro: box.readOnly,
              uptime: box.uptimeSeconds,
              http_port: box.httpPort,
            },
            replication: { replication_info: [] },
          },
    statistics:
      bucketCount === null
        ? null
        : {
            vshard_buckets_count: bucketCount,
            quota_used_ratio: '1%',
            arena_used_ratio: '1%',
            items_used_ratio: '1%',
          },
  };
}

function wireReplicaset(replicaset: Replicaset) {
  const { uuid, alias, status, roles, weight, vshardGroup, allRw, instanceUUIDs } = replicaset;
  return {
    uuid,
    alias,
    status,
    roles,
    weight,
    vshard_group: vshardGroup,
    all_rw: allRw,
    master: { uuid: replicaset.configuredLeaderUUID ?? 'void' },
    active_master: { uuid: replicaset.activeLeaderUUID ?? 'void' },
    servers: instanceUUIDs.map(member => ({ uuid: member })),
  };
}
