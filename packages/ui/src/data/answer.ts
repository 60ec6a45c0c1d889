/**
 * The answer to our one query, as it comes over the wire. Fields marked `?` are missing from older versions
 * of Cartridge (the query then leaves them out); `null` is what Cartridge itself answers.
 */
export interface ClusterAnswer {
  servers: ServerAnswer[] | null;
  replicasets: ReplicasetAnswer[] | null;
  cluster: {
    self: SelfAnswer | null;
    can_bootstrap_vshard?: boolean;
    vshard_groups?: VshardGroupAnswer[];
    failover_params?: FailoverAnswer;
    issues?: IssueAnswer[] | null;
    suggestions?: SuggestionsAnswer | null;
    auth_params?: { enabled: boolean; username: string | null };
  } | null;
}

export interface SelfAnswer {
  uri: string;
  uuid: string | null;
  alias: string | null;
  state: string | null;
  error: string | null;
  app_name?: string | null;
  instance_name?: string | null;
}

export interface ServerAnswer {
  uri: string;
  /** "" for a peer that has not joined */
  uuid: string;
  alias: string | null;
  status: string;
  message: string;
  disabled: boolean | null;
  priority: number | null;
  electable?: boolean | null;
  zone?: string | null;
  clock_delta?: number | null;
  labels: Array<{ name: string; value: string }> | null;
  replicaset: { uuid: string } | null;
  statistics: StatisticsAnswer | null;
  boxinfo: BoxAnswer | null;
}

export interface StatisticsAnswer {
  vshard_buckets_count?: number | null;
  /** bytes */
  quota_size?: number;
  quota_used?: number;
  arena_used?: number;
  /** percent text, such as "3.7%" */
  quota_used_ratio?: string;
  arena_used_ratio?: string;
  items_used_ratio?: string;
}

interface BoxAnswer {
  general?: {
    version?: string;
    /** seconds */
    uptime?: number;
    ro?: boolean;
    ro_reason?: string | null;
    http_port?: number | null;
    app_version?: string | null;
  };
  cartridge?: { version?: string; state?: string; error?: { message: string } | null };
  replication?: { replication_info?: Array<ReplicationAnswer | null> | null };
  vshard_storage?: VshardStorageAnswer | VshardStorageAnswer[] | null;
}

export interface ReplicationAnswer {
  id: number | null;
  uuid: string;
  upstream_status: string | null;
  upstream_message: string | null;
  /** seconds */
  upstream_lag?: number | null;
  downstream_status: string | null;
}

export interface VshardStorageAnswer {
  buckets_sending?: number | null;
  buckets_receiving?: number | null;
  buckets_garbage?: number | null;
}

export interface ReplicasetAnswer {
  uuid: string;
  alias: string;
  status: string;
  roles: string[] | null;
  weight: number | null;
  vshard_group: string | null;
  all_rw: boolean;
  /** uuid is "void" when nobody is known to lead */
  master: { uuid: string };
  active_master: { uuid: string };
  servers: Array<{ uuid: string }>;
}

interface VshardGroupAnswer {
  name: string;
  bucket_count: number;
  bootstrapped: boolean;
  rebalancer_mode?: string;
}

export interface FailoverAnswer {
  mode: string;
  state_provider: string | null;
  failover_timeout?: number;
  fencing_enabled?: boolean;
}

export interface IssueAnswer {
  level: string;
  topic: string;
  message: string;
  replicaset_uuid: string | null;
  instance_uuid: string | null;
}

export interface SuggestionsAnswer {
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
