// Generated from packages/api/recordings/admin-api.graphql by `npm run generate`; edits here are lost.

/** The admin API of Cartridge 2.7.9. */
export const schemaText = `
scalar Long

type Query {
  servers(uuid: String): [Server]
  replicasets(uuid: String): [Replicaset]
  cluster: Apicluster
}

type Mutation {
  cluster: MutationApicluster
  probe_server(uri: String!): Boolean
  bootstrap_vshard: Boolean
  join_server(uri: String!, instance_uuid: String, replicaset_uuid: String, vshard_group: String, replicaset_alias: String, zone: String, roles: [String!], labels: [LabelInput], timeout: Float, replicaset_weight: Float): Boolean
  edit_server(uuid: String!, uri: String, labels: [LabelInput]): Boolean
  expel_server(uuid: String!): Boolean
  edit_replicaset(uuid: String!, roles: [String!], master: [String!], weight: Float, vshard_group: String, alias: String, all_rw: Boolean): Boolean
}

type Apicluster {
  self: ServerShortInfo
  known_roles: [Role!]!
  issues: [Issue!]
  suggestions: Suggestions
  can_bootstrap_vshard: Boolean!
  vshard_groups: [VshardGroup!]!
  vshard_known_groups: [String!]!
  vshard_bucket_count: Int!
  failover_params: FailoverAPI!
  failover: Boolean!
  config(sections: [String!]): [ConfigSection]!
  validate_config(sections: [ConfigSectionInput]): ValidateConfigResult!
  schema: DDLSchema!
  auth_params: UserManagementAPI!
  users(username: String): [User!]
  webui_blacklist: [String!]
  cluster_compression: ClusterCompressionInfo!
}

type MutationApicluster {
  edit_topology(replicasets: [EditReplicasetInput], servers: [EditServerInput]): EditTopologyResult
  disable_servers(uuids: [String!]): [Server]
  restart_replication(uuids: [String!]): Boolean
  config(sections: [ConfigSectionInput]): [ConfigSection]!
  config_force_reapply(uuids: [String]): Boolean!
  failover_params(mode: String, state_provider: String, failover_timeout: Float, fencing_enabled: Boolean, fencing_timeout: Float, fencing_pause: Float, leader_autoreturn: Boolean, autoreturn_delay: Float, check_cookie_hash: Boolean, tarantool_params: FailoverStateProviderCfgInputTarantool, etcd2_params: FailoverStateProviderCfgInputEtcd2): FailoverAPI!
  failover_promote(replicaset_uuid: String!, instance_uuid: String!, force_inconsistency: Boolean, skip_error_on_change: Boolean): Boolean!
  failover_pause: Boolean!
  failover_resume: Boolean!
  failover(enabled: Boolean!): Boolean!
  edit_vshard_options(name: String!, rebalancer_max_receiving: Int, rebalancer_max_sending: Int, collect_lua_garbage: Boolean, sync_timeout: Float, collect_bucket_garbage_interval: Float, rebalancer_disbalance_threshold: Float, sched_ref_quota: Long, sched_move_quota: Long): VshardGroup!
  schema(as_yaml: String!): DDLSchema!
  check_schema(as_yaml: String!): DDLCheckResult!
  auth_params(enabled: Boolean, cookie_max_age: Long, cookie_renew_age: Long): UserManagementAPI!
  add_user(username: String!, password: String!, fullname: String, email: String): User
  edit_user(username: String!, password: String, fullname: String, email: String): User
  remove_user(username: String!): User
}

input EditReplicasetInput {
  uuid: String
  alias: String
  vshard_group: String
  roles: [String!]
  failover_priority: [String!]
  join_servers: [JoinServerInput]
  all_rw: Boolean
  weight: Float
}

input JoinServerInput {
  uri: String!
  uuid: String
  labels: [LabelInput]
  zone: String
}

input EditServerInput {
  uuid: String!
  uri: String
  zone: String
  labels: [LabelInput]
  disabled: Boolean
  electable: Boolean
  expelled: Boolean
}

input LabelInput {
  name: String!
  value: String!
}

input ConfigSectionInput {
  filename: String!
  content: String
}

input FailoverStateProviderCfgInputTarantool {
  uri: String!
  password: String!
}

input FailoverStateProviderCfgInputEtcd2 {
  prefix: String
  lock_delay: Float
  endpoints: [String!]
  username: String
  password: String
}

type Label {
  name: String!
  value: String!
}

type ConfigSection {
  filename: String!
  content: String!
}

type ValidateConfigResult {
  error: String
}

type DDLSchema {
  as_yaml: String!
}

type DDLCheckResult {
  error: String
}

type ClusterCompressionInfo {
  cluster_compression: [ClusterCompressionInstanceInfo!]!
}

type ClusterCompressionInstanceInfo {
  instance_id: String!
}

type EditTopologyResult {
  servers: [Server]!
  replicasets: [Replicaset]!
}

type Server {
  uri: String!
  uuid: String!
  status: String!
  message: String!
  alias: String
  disabled: Boolean
  priority: Int
  labels: [Label]
  clock_delta: Float
  replicaset: Replicaset
  statistics: ServerStat
  boxinfo: ServerInfo
  zone: String
  electable: Boolean
}

type Replicaset {
  uuid: String!
  alias: String!
  status: String!
  roles: [String!]
  weight: Float
  vshard_group: String
  all_rw: Boolean!
  master: Server!
  active_master: Server!
  servers: [Server]!
}

type ServerShortInfo {
  uri: String!
  uuid: String
  alias: String
  state: String
  error: String
  app_name: String
  instance_name: String
  demo_uri: String
}

type Role {
  name: String!
  dependencies: [String!]
  implies_router: Boolean!
  implies_storage: Boolean!
}

type Issue {
  level: String!
  topic: String!
  message: String!
  instance_uuid: String
  replicaset_uuid: String
}

type Suggestions {
  refine_uri: [RefineUriSuggestion!]
  force_apply: [ForceApplySuggestion!]
  disable_servers: [DisableServerSuggestion!]
  restart_replication: [RestartReplicationSuggestion!]
}

type RefineUriSuggestion {
  uuid: String!
  uri_old: String!
  uri_new: String!
}

type ForceApplySuggestion {
  uuid: String!
  config_mismatch: Boolean!
  config_locked: Boolean!
  operation_error: Boolean!
}

type DisableServerSuggestion {
  uuid: String!
}

type RestartReplicationSuggestion {
  uuid: String!
}

type User {
  username: String!
  fullname: String
  email: String
}

type UserManagementAPI {
  enabled: Boolean!
  username: String
  cookie_max_age: Long!
  cookie_renew_age: Long!
  implements_add_user: Boolean!
  implements_get_user: Boolean!
  implements_edit_user: Boolean!
  implements_list_users: Boolean!
  implements_remove_user: Boolean!
  implements_check_password: Boolean!
}

type FailoverAPI {
  mode: String!
  state_provider: String
  failover_timeout: Float!
  fencing_enabled: Boolean!
  fencing_timeout: Float!
  fencing_pause: Float!
  leader_autoreturn: Boolean!
  autoreturn_delay: Float!
  check_cookie_hash: Boolean!
  tarantool_params: FailoverStateProviderCfgTarantool
  etcd2_params: FailoverStateProviderCfgEtcd2
}

type FailoverStateProviderCfgTarantool {
  uri: String!
  password: String!
}

type FailoverStateProviderCfgEtcd2 {
  prefix: String!
  lock_delay: Float!
  endpoints: [String!]!
  username: String!
  password: String!
}

type ServerStat {
  items_size: Long!
  items_used: Long!
  quota_size: Long!
  quota_used: Long!
  arena_size: Long!
  arena_used: Long!
  items_used_ratio: String!
  quota_used_ratio: String!
  arena_used_ratio: String!
  vshard_buckets_count: Int
}

type VshardGroup {
  name: String!
  bucket_count: Int!
  bootstrapped: Boolean!
  rebalancer_max_receiving: Int!
  rebalancer_max_sending: Int!
  sync_timeout: Float!
  rebalancer_disbalance_threshold: Float!
  collect_lua_garbage: Boolean
  collect_bucket_garbage_interval: Float
  sched_ref_quota: Long!
  sched_move_quota: Long!
}

type ServerInfo {
  general: ServerInfoGeneral!
  cartridge: ServerInfoCartridge!
  replication: ServerInfoReplication!
  storage: ServerInfoStorage!
  network: ServerInfoNetwork!
  membership: ServerInfoMembership!
  vshard_router: [VshardRouter]
  vshard_storage: VshardStorage
}

type ServerInfoGeneral {
  version: String!
  instance_uuid: String!
  replicaset_uuid: String!
  pid: Int!
  uptime: Float!
  ro: Boolean!
  listen: String
  work_dir: String
  memtx_dir: String
  vinyl_dir: String
  wal_dir: String
  worker_pool_threads: Int
  app_version: String
  http_host: String
  webui_prefix: String
  ro_reason: String
  http_port: Int
  election_mode: String!
  election_state: String
  synchro_queue_owner: Int!
}

type ServerInfoCartridge {
  version: String!
  state: String!
  error: ServerInfoCartridgeError
}

type ServerInfoCartridgeError {
  message: String!
  class_name: String
  stack: String
}

type ServerInfoReplication {
  replication_connect_quorum: Int
  replication_connect_timeout: Float
  replication_sync_lag: Float
  replication_sync_timeout: Float
  replication_timeout: Float
  replication_skip_conflict: Boolean
  replication_threads: Float
  vclock: [Long]
  replication_info: [ReplicaStatus]
}

type ReplicaStatus {
  uuid: String!
  id: Int
  lsn: Long
  upstream_status: String
  upstream_message: String
  upstream_peer: String
  upstream_idle: Float
  upstream_lag: Float
  downstream_status: String
  downstream_message: String
  downstream_lag: Float
}

type ServerInfoStorage {
  memtx_memory: Long
  memtx_min_tuple_size: Long
  memtx_max_tuple_size: Long
  wal_max_size: Long
  rows_per_wal: Long
  vinyl_memory: Long
  vinyl_cache: Long
  vinyl_max_tuple_size: Long
  vinyl_page_size: Long
  vinyl_range_size: Long
  too_long_threshold: Float
  wal_dir_rescan_delay: Float
  vinyl_bloom_fpr: Float
  vinyl_run_size_ratio: Float
  vinyl_timeout: Float
  vinyl_run_count_per_level: Int
  vinyl_read_threads: Int
  vinyl_write_threads: Int
  wal_mode: String
  memtx_allocator: String
  wal_queue_max_size: Long
  wal_cleanup_delay: Long
}

type ServerInfoNetwork {
  net_msg_max: Long
  readahead: Long
  io_collect_interval: Float
}

type ServerInfoMembership {
  status: String
  incarnation: Int
  NUM_FAILURE_DETECTION_SUBGROUPS: Int
  PROTOCOL_PERIOD_SECONDS: Float
  ACK_TIMEOUT_SECONDS: Float
  ANTI_ENTROPY_PERIOD_SECONDS: Float
  SUSPECT_TIMEOUT_SECONDS: Float
}

type VshardRouter {
  vshard_group: String
  buckets_available_ro: Int
  buckets_available_rw: Int
  buckets_unreachable: Int
  buckets_unknown: Int
}

type VshardStorage {
  vshard_group: String
  buckets_total: Int
  buckets_active: Int
  buckets_pinned: Int
  buckets_sending: Int
  buckets_receiving: Int
  buckets_garbage: Int
}
`;
