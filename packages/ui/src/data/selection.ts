import type { Selection } from './selected.ts';

/** Everything the page shows. Whatever a version of Cartridge does not have is left out of the query. */
export const clusterSelection = {
  servers: {
    uri: true,
    uuid: true,
    alias: true,
    status: true,
    message: true,
    disabled: true,
    priority: true,
    electable: true,
    zone: true,
    clock_delta: true,
    labels: { name: true, value: true },
    replicaset: { uuid: true },
    statistics: {
      vshard_buckets_count: true,
      quota_size: true,
      quota_used: true,
      arena_used: true,
      quota_used_ratio: true,
      arena_used_ratio: true,
      items_used_ratio: true,
    },
    boxinfo: {
      general: {
        version: true,
        uptime: true,
        ro: true,
        ro_reason: true,
        http_port: true,
        app_version: true,
      },
      cartridge: { version: true, state: true, error: { message: true } },
      replication: {
        replication_info: {
          id: true,
          uuid: true,
          upstream_status: true,
          upstream_message: true,
          upstream_lag: true,
          downstream_status: true,
        },
      },
      vshard_storage: { buckets_sending: true, buckets_receiving: true, buckets_garbage: true },
    },
  },
  replicasets: {
    uuid: true,
    alias: true,
    status: true,
    roles: true,
    weight: true,
    vshard_group: true,
    all_rw: true,
    master: { uuid: true },
    active_master: { uuid: true },
    servers: { uuid: true },
  },
  cluster: {
    self: {
      uri: true,
      uuid: true,
      alias: true,
      state: true,
      error: true,
      app_name: true,
      instance_name: true,
    },
    can_bootstrap_vshard: true,
    vshard_groups: { name: true, bucket_count: true, bootstrapped: true, rebalancer_mode: true },
    failover_params: { mode: true, state_provider: true, failover_timeout: true, fencing_enabled: true },
    issues: { level: true, topic: true, message: true, replicaset_uuid: true, instance_uuid: true },
    suggestions: {
      refine_uri: { uuid: true, uri_old: true, uri_new: true },
      force_apply: { uuid: true, config_mismatch: true, config_locked: true, operation_error: true },
      disable_servers: { uuid: true },
      restart_replication: { uuid: true },
    },
    auth_params: { enabled: true, username: true },
  },
} as const satisfies Selection;

/** Local to the answering instance and answered in every state, also in InitError and BootError. */
export const selfQuery = '{ cluster { self { uri uuid alias state error app_name instance_name } } }';
