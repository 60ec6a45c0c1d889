/** The answer to topologyQuery, as on the wire. Fields marked optional are missing in versions that lack them. */
export interface WireTopology {
  servers: WireServer[];
  replicasets: WireReplicaset[];
  cluster: {
    self: WireSelf;
    known_roles: WireRole[];
    vshard_groups: Array<{ name: string; bucket_count: number; bootstrapped: boolean }>;
    can_bootstrap_vshard: boolean;
    failover_params: WireFailoverParams;
    issues: WireIssue[] | null;
    suggestions?: WireSuggestions | null;
  };
}

export interface WireSelf {
  uri: string;
  uuid: string | null;
  alias: string | null;
  state: string | null;
  error: string | null;
  app_name: string | null;
  instance_name: string | null;
}

export interface WireServer {
  uuid: string;
  uri: string;
  alias: string | null;
  status: string;
  message: string;
  disabled: boolean | null;
  priority: number | null;
  labels: Array<{ name: string; value: string }> | null;
  replicaset: { uuid: string } | null;
  zone?: string | null;
  boxinfo: WireBoxinfo | null;
  statistics: WireStatistics | null;
}

export interface WireBoxinfo {
  general: { version: string; ro: boolean; uptime: number; http_port?: number | null };
  replication: { replication_info: Array<WireReplicaStatus | null> | null };
}

interface WireReplicaStatus {
  id: number | null;
  uuid: string;
  upstream_status: string | null;
  upstream_message: string | null;
  downstream_status: string | null;
}

interface WireStatistics {
  vshard_buckets_count: number | null;
  quota_used_ratio: string;
  arena_used_ratio: string;
  items_used_ratio: string;
}

export interface WireReplicaset {
  uuid: string;
  alias: string;
  status: string;
  roles: string[] | null;
  weight: number | null;
  vshard_group: string | null;
  all_rw: boolean;
  /** uuid "void" when there is no leader */
  master: { uuid: string };
  active_master: { uuid: string };
  servers: Array<{ uuid: string }>;
}

export interface WireRole {
  name: string;
  dependencies: string[] | null;
  implies_router?: boolean;
  implies_storage?: boolean;
}

export interface WireFailoverParams {
  mode: string;
  state_provider: string | null;
  failover_timeout?: number;
  fencing_enabled?: boolean;
  fencing_timeout?: number;
  fencing_pause?: number;
  leader_autoreturn?: boolean;
  autoreturn_delay?: number;
  check_cookie_hash?: boolean;
  tarantool_params: { uri: string; password: string } | null;
  etcd2_params: {
    prefix: string;
    lock_delay: number;
    endpoints: string[];
    username: string;
    password: string;
  } | null;
}

interface WireIssue {
  level: string;
  topic: string;
  message: string;
  replicaset_uuid: string | null;
  instance_uuid: string | null;
}

export interface WireSuggestions {
  refine_uri?: Array<{ uuid: string; uri_old: string; uri_new: string }> | null;
  force_apply?: Array<{
    uuid: string;
    config_mismatch: boolean;
    config_locked: boolean;
    operation_error: boolean;
  }> | null;
  disable_servers?: Array<{ uuid: string }> | null;
  restart_replication?: Array<{ uuid: string }> | null;
}
