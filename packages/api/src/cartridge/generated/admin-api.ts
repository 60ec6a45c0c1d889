// Generated from packages/api/recordings/admin-api.graphql by `npm run generate`; edits here are lost.
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  Long: { input: number; output: number; }
};

export type Query = {
  servers: Maybe<Array<Maybe<Server>>>;
  replicasets: Maybe<Array<Maybe<Replicaset>>>;
  cluster: Maybe<Apicluster>;
};


export type QueryServersArgs = {
  uuid?: InputMaybe<Scalars['String']['input']>;
};


export type QueryReplicasetsArgs = {
  uuid?: InputMaybe<Scalars['String']['input']>;
};

export type Mutation = {
  cluster: Maybe<MutationApicluster>;
  probe_server: Maybe<Scalars['Boolean']['output']>;
  bootstrap_vshard: Maybe<Scalars['Boolean']['output']>;
  join_server: Maybe<Scalars['Boolean']['output']>;
  edit_server: Maybe<Scalars['Boolean']['output']>;
  expel_server: Maybe<Scalars['Boolean']['output']>;
  edit_replicaset: Maybe<Scalars['Boolean']['output']>;
};


export type MutationProbe_ServerArgs = {
  uri: Scalars['String']['input'];
};


export type MutationJoin_ServerArgs = {
  uri: Scalars['String']['input'];
  instance_uuid?: InputMaybe<Scalars['String']['input']>;
  replicaset_uuid?: InputMaybe<Scalars['String']['input']>;
  vshard_group?: InputMaybe<Scalars['String']['input']>;
  replicaset_alias?: InputMaybe<Scalars['String']['input']>;
  zone?: InputMaybe<Scalars['String']['input']>;
  roles?: InputMaybe<Array<Scalars['String']['input']>>;
  labels?: InputMaybe<Array<InputMaybe<LabelInput>>>;
  timeout?: InputMaybe<Scalars['Float']['input']>;
  replicaset_weight?: InputMaybe<Scalars['Float']['input']>;
};


export type MutationEdit_ServerArgs = {
  uuid: Scalars['String']['input'];
  uri?: InputMaybe<Scalars['String']['input']>;
  labels?: InputMaybe<Array<InputMaybe<LabelInput>>>;
};


export type MutationExpel_ServerArgs = {
  uuid: Scalars['String']['input'];
};


export type MutationEdit_ReplicasetArgs = {
  uuid: Scalars['String']['input'];
  roles?: InputMaybe<Array<Scalars['String']['input']>>;
  master?: InputMaybe<Array<Scalars['String']['input']>>;
  weight?: InputMaybe<Scalars['Float']['input']>;
  vshard_group?: InputMaybe<Scalars['String']['input']>;
  alias?: InputMaybe<Scalars['String']['input']>;
  all_rw?: InputMaybe<Scalars['Boolean']['input']>;
};

export type Apicluster = {
  self: Maybe<ServerShortInfo>;
  known_roles: Array<Role>;
  issues: Maybe<Array<Issue>>;
  suggestions?: Maybe<Suggestions>;
  can_bootstrap_vshard: Scalars['Boolean']['output'];
  vshard_groups: Array<VshardGroup>;
  vshard_known_groups: Array<Scalars['String']['output']>;
  vshard_bucket_count: Scalars['Int']['output'];
  failover_params: FailoverApi;
  failover: Scalars['Boolean']['output'];
  config: Array<Maybe<ConfigSection>>;
  validate_config: ValidateConfigResult;
  schema: DdlSchema;
  auth_params: UserManagementApi;
  users: Maybe<Array<User>>;
  webui_blacklist: Maybe<Array<Scalars['String']['output']>>;
  cluster_compression: ClusterCompressionInfo;
};


export type ApiclusterConfigArgs = {
  sections?: InputMaybe<Array<Scalars['String']['input']>>;
};


export type ApiclusterValidate_ConfigArgs = {
  sections?: InputMaybe<Array<InputMaybe<ConfigSectionInput>>>;
};


export type ApiclusterUsersArgs = {
  username?: InputMaybe<Scalars['String']['input']>;
};

export type MutationApicluster = {
  edit_topology: Maybe<EditTopologyResult>;
  disable_servers: Maybe<Array<Maybe<Server>>>;
  restart_replication?: Maybe<Scalars['Boolean']['output']>;
  config: Array<Maybe<ConfigSection>>;
  config_force_reapply?: Scalars['Boolean']['output'];
  failover_params: FailoverApi;
  failover_promote: Scalars['Boolean']['output'];
  failover_pause: Scalars['Boolean']['output'];
  failover_resume: Scalars['Boolean']['output'];
  failover: Scalars['Boolean']['output'];
  edit_vshard_options: VshardGroup;
  schema: DdlSchema;
  check_schema: DdlCheckResult;
  auth_params: UserManagementApi;
  add_user: Maybe<User>;
  edit_user: Maybe<User>;
  remove_user: Maybe<User>;
};


export type MutationApiclusterEdit_TopologyArgs = {
  replicasets?: InputMaybe<Array<InputMaybe<EditReplicasetInput>>>;
  servers?: InputMaybe<Array<InputMaybe<EditServerInput>>>;
};


export type MutationApiclusterDisable_ServersArgs = {
  uuids?: InputMaybe<Array<Scalars['String']['input']>>;
};


export type MutationApiclusterRestart_ReplicationArgs = {
  uuids?: InputMaybe<Array<Scalars['String']['input']>>;
};


export type MutationApiclusterConfigArgs = {
  sections?: InputMaybe<Array<InputMaybe<ConfigSectionInput>>>;
};


export type MutationApiclusterConfig_Force_ReapplyArgs = {
  uuids?: InputMaybe<Array<InputMaybe<Scalars['String']['input']>>>;
};


export type MutationApiclusterFailover_ParamsArgs = {
  mode?: InputMaybe<Scalars['String']['input']>;
  state_provider?: InputMaybe<Scalars['String']['input']>;
  failover_timeout?: InputMaybe<Scalars['Float']['input']>;
  fencing_enabled?: InputMaybe<Scalars['Boolean']['input']>;
  fencing_timeout?: InputMaybe<Scalars['Float']['input']>;
  fencing_pause?: InputMaybe<Scalars['Float']['input']>;
  leader_autoreturn?: InputMaybe<Scalars['Boolean']['input']>;
  autoreturn_delay?: InputMaybe<Scalars['Float']['input']>;
  check_cookie_hash?: InputMaybe<Scalars['Boolean']['input']>;
  tarantool_params?: InputMaybe<FailoverStateProviderCfgInputTarantool>;
  etcd2_params?: InputMaybe<FailoverStateProviderCfgInputEtcd2>;
};


export type MutationApiclusterFailover_PromoteArgs = {
  replicaset_uuid: Scalars['String']['input'];
  instance_uuid: Scalars['String']['input'];
  force_inconsistency?: InputMaybe<Scalars['Boolean']['input']>;
  skip_error_on_change?: InputMaybe<Scalars['Boolean']['input']>;
};


export type MutationApiclusterFailoverArgs = {
  enabled: Scalars['Boolean']['input'];
};


export type MutationApiclusterEdit_Vshard_OptionsArgs = {
  name: Scalars['String']['input'];
  rebalancer_max_receiving?: InputMaybe<Scalars['Int']['input']>;
  rebalancer_max_sending?: InputMaybe<Scalars['Int']['input']>;
  collect_lua_garbage?: InputMaybe<Scalars['Boolean']['input']>;
  sync_timeout?: InputMaybe<Scalars['Float']['input']>;
  collect_bucket_garbage_interval?: InputMaybe<Scalars['Float']['input']>;
  rebalancer_disbalance_threshold?: InputMaybe<Scalars['Float']['input']>;
  sched_ref_quota?: InputMaybe<Scalars['Long']['input']>;
  sched_move_quota?: InputMaybe<Scalars['Long']['input']>;
};


export type MutationApiclusterSchemaArgs = {
  as_yaml: Scalars['String']['input'];
};


export type MutationApiclusterCheck_SchemaArgs = {
  as_yaml: Scalars['String']['input'];
};


export type MutationApiclusterAuth_ParamsArgs = {
  enabled?: InputMaybe<Scalars['Boolean']['input']>;
  cookie_max_age?: InputMaybe<Scalars['Long']['input']>;
  cookie_renew_age?: InputMaybe<Scalars['Long']['input']>;
};


export type MutationApiclusterAdd_UserArgs = {
  username: Scalars['String']['input'];
  password: Scalars['String']['input'];
  fullname?: InputMaybe<Scalars['String']['input']>;
  email?: InputMaybe<Scalars['String']['input']>;
};


export type MutationApiclusterEdit_UserArgs = {
  username: Scalars['String']['input'];
  password?: InputMaybe<Scalars['String']['input']>;
  fullname?: InputMaybe<Scalars['String']['input']>;
  email?: InputMaybe<Scalars['String']['input']>;
};


export type MutationApiclusterRemove_UserArgs = {
  username: Scalars['String']['input'];
};

export type EditReplicasetInput = {
  uuid?: InputMaybe<Scalars['String']['input']>;
  alias?: InputMaybe<Scalars['String']['input']>;
  vshard_group?: InputMaybe<Scalars['String']['input']>;
  roles?: InputMaybe<Array<Scalars['String']['input']>>;
  failover_priority?: InputMaybe<Array<Scalars['String']['input']>>;
  join_servers?: InputMaybe<Array<InputMaybe<JoinServerInput>>>;
  all_rw?: InputMaybe<Scalars['Boolean']['input']>;
  weight?: InputMaybe<Scalars['Float']['input']>;
};

export type JoinServerInput = {
  uri: Scalars['String']['input'];
  uuid?: InputMaybe<Scalars['String']['input']>;
  labels?: InputMaybe<Array<InputMaybe<LabelInput>>>;
  zone?: InputMaybe<Scalars['String']['input']>;
};

export type EditServerInput = {
  uuid: Scalars['String']['input'];
  uri?: InputMaybe<Scalars['String']['input']>;
  zone?: InputMaybe<Scalars['String']['input']>;
  labels?: InputMaybe<Array<InputMaybe<LabelInput>>>;
  disabled?: InputMaybe<Scalars['Boolean']['input']>;
  electable?: InputMaybe<Scalars['Boolean']['input']>;
  expelled?: InputMaybe<Scalars['Boolean']['input']>;
};

export type LabelInput = {
  name: Scalars['String']['input'];
  value: Scalars['String']['input'];
};

export type ConfigSectionInput = {
  filename: Scalars['String']['input'];
  content?: InputMaybe<Scalars['String']['input']>;
};

export type FailoverStateProviderCfgInputTarantool = {
  uri: Scalars['String']['input'];
  password: Scalars['String']['input'];
};

export type FailoverStateProviderCfgInputEtcd2 = {
  prefix?: InputMaybe<Scalars['String']['input']>;
  lock_delay?: InputMaybe<Scalars['Float']['input']>;
  endpoints?: InputMaybe<Array<Scalars['String']['input']>>;
  username?: InputMaybe<Scalars['String']['input']>;
  password?: InputMaybe<Scalars['String']['input']>;
};

export type Label = {
  name: Scalars['String']['output'];
  value: Scalars['String']['output'];
};

export type ConfigSection = {
  filename: Scalars['String']['output'];
  content: Scalars['String']['output'];
};

export type ValidateConfigResult = {
  error: Maybe<Scalars['String']['output']>;
};

export type DdlSchema = {
  as_yaml: Scalars['String']['output'];
};

export type DdlCheckResult = {
  error: Maybe<Scalars['String']['output']>;
};

export type ClusterCompressionInfo = {
  cluster_compression: Array<ClusterCompressionInstanceInfo>;
};

export type ClusterCompressionInstanceInfo = {
  instance_id: Scalars['String']['output'];
};

export type EditTopologyResult = {
  servers: Array<Maybe<Server>>;
  replicasets: Array<Maybe<Replicaset>>;
};

export type Server = {
  uri: Scalars['String']['output'];
  uuid: Scalars['String']['output'];
  status: Scalars['String']['output'];
  message: Scalars['String']['output'];
  alias: Maybe<Scalars['String']['output']>;
  disabled: Maybe<Scalars['Boolean']['output']>;
  priority: Maybe<Scalars['Int']['output']>;
  labels: Maybe<Array<Maybe<Label>>>;
  clock_delta: Maybe<Scalars['Float']['output']>;
  replicaset: Maybe<Replicaset>;
  statistics: Maybe<ServerStat>;
  boxinfo: Maybe<ServerInfo>;
  zone?: Maybe<Scalars['String']['output']>;
  electable?: Maybe<Scalars['Boolean']['output']>;
};

export type Replicaset = {
  uuid: Scalars['String']['output'];
  alias: Scalars['String']['output'];
  status: Scalars['String']['output'];
  roles: Maybe<Array<Scalars['String']['output']>>;
  weight: Maybe<Scalars['Float']['output']>;
  vshard_group: Maybe<Scalars['String']['output']>;
  all_rw: Scalars['Boolean']['output'];
  master: Server;
  active_master: Server;
  servers: Array<Maybe<Server>>;
};

export type ServerShortInfo = {
  uri: Scalars['String']['output'];
  uuid: Maybe<Scalars['String']['output']>;
  alias: Maybe<Scalars['String']['output']>;
  state: Maybe<Scalars['String']['output']>;
  error: Maybe<Scalars['String']['output']>;
  app_name: Maybe<Scalars['String']['output']>;
  instance_name: Maybe<Scalars['String']['output']>;
  demo_uri: Maybe<Scalars['String']['output']>;
};

export type Role = {
  name: Scalars['String']['output'];
  dependencies: Maybe<Array<Scalars['String']['output']>>;
  implies_router?: Scalars['Boolean']['output'];
  implies_storage?: Scalars['Boolean']['output'];
};

export type Issue = {
  level: Scalars['String']['output'];
  topic: Scalars['String']['output'];
  message: Scalars['String']['output'];
  instance_uuid: Maybe<Scalars['String']['output']>;
  replicaset_uuid: Maybe<Scalars['String']['output']>;
};

export type Suggestions = {
  refine_uri?: Maybe<Array<RefineUriSuggestion>>;
  force_apply?: Maybe<Array<ForceApplySuggestion>>;
  disable_servers?: Maybe<Array<DisableServerSuggestion>>;
  restart_replication?: Maybe<Array<RestartReplicationSuggestion>>;
};

export type RefineUriSuggestion = {
  uuid: Scalars['String']['output'];
  uri_old: Scalars['String']['output'];
  uri_new: Scalars['String']['output'];
};

export type ForceApplySuggestion = {
  uuid: Scalars['String']['output'];
  config_mismatch: Scalars['Boolean']['output'];
  config_locked: Scalars['Boolean']['output'];
  operation_error: Scalars['Boolean']['output'];
};

export type DisableServerSuggestion = {
  uuid: Scalars['String']['output'];
};

export type RestartReplicationSuggestion = {
  uuid: Scalars['String']['output'];
};

export type User = {
  username: Scalars['String']['output'];
  fullname: Maybe<Scalars['String']['output']>;
  email: Maybe<Scalars['String']['output']>;
};

export type UserManagementApi = {
  enabled: Scalars['Boolean']['output'];
  username: Maybe<Scalars['String']['output']>;
  cookie_max_age: Scalars['Long']['output'];
  cookie_renew_age: Scalars['Long']['output'];
  implements_add_user: Scalars['Boolean']['output'];
  implements_get_user: Scalars['Boolean']['output'];
  implements_edit_user: Scalars['Boolean']['output'];
  implements_list_users: Scalars['Boolean']['output'];
  implements_remove_user: Scalars['Boolean']['output'];
  implements_check_password: Scalars['Boolean']['output'];
};

export type FailoverApi = {
  mode: Scalars['String']['output'];
  state_provider: Maybe<Scalars['String']['output']>;
  failover_timeout: Scalars['Float']['output'];
  fencing_enabled: Scalars['Boolean']['output'];
  fencing_timeout: Scalars['Float']['output'];
  fencing_pause: Scalars['Float']['output'];
  leader_autoreturn: Scalars['Boolean']['output'];
  autoreturn_delay: Scalars['Float']['output'];
  check_cookie_hash: Scalars['Boolean']['output'];
  tarantool_params: Maybe<FailoverStateProviderCfgTarantool>;
  etcd2_params: Maybe<FailoverStateProviderCfgEtcd2>;
};

export type FailoverStateProviderCfgTarantool = {
  uri: Scalars['String']['output'];
  password: Scalars['String']['output'];
};

export type FailoverStateProviderCfgEtcd2 = {
  prefix: Scalars['String']['output'];
  lock_delay: Scalars['Float']['output'];
  endpoints: Array<Scalars['String']['output']>;
  username: Scalars['String']['output'];
  password: Scalars['String']['output'];
};

export type ServerStat = {
  items_size: Scalars['Long']['output'];
  items_used: Scalars['Long']['output'];
  quota_size: Scalars['Long']['output'];
  quota_used: Scalars['Long']['output'];
  arena_size: Scalars['Long']['output'];
  arena_used: Scalars['Long']['output'];
  items_used_ratio: Scalars['String']['output'];
  quota_used_ratio: Scalars['String']['output'];
  arena_used_ratio: Scalars['String']['output'];
  vshard_buckets_count: Maybe<Scalars['Int']['output']>;
};

export type VshardGroup = {
  name: Scalars['String']['output'];
  bucket_count: Scalars['Int']['output'];
  bootstrapped: Scalars['Boolean']['output'];
  rebalancer_max_receiving: Scalars['Int']['output'];
  rebalancer_max_sending: Scalars['Int']['output'];
  sync_timeout: Scalars['Float']['output'];
  rebalancer_disbalance_threshold: Scalars['Float']['output'];
  collect_lua_garbage: Maybe<Scalars['Boolean']['output']>;
  collect_bucket_garbage_interval: Maybe<Scalars['Float']['output']>;
  sched_ref_quota: Scalars['Long']['output'];
  sched_move_quota: Scalars['Long']['output'];
  rebalancer_mode?: Maybe<Scalars['String']['output']>;
};

export type ServerInfo = {
  general: ServerInfoGeneral;
  cartridge: ServerInfoCartridge;
  replication: ServerInfoReplication;
  storage: ServerInfoStorage;
  network: ServerInfoNetwork;
  membership: ServerInfoMembership;
  vshard_router: Maybe<Array<Maybe<VshardRouter>>>;
  vshard_storage?: Maybe<VshardStorage>;
};

export type ServerInfoGeneral = {
  version: Scalars['String']['output'];
  instance_uuid: Scalars['String']['output'];
  replicaset_uuid: Scalars['String']['output'];
  pid: Scalars['Int']['output'];
  uptime: Scalars['Float']['output'];
  ro: Scalars['Boolean']['output'];
  listen: Maybe<Scalars['String']['output']>;
  work_dir: Maybe<Scalars['String']['output']>;
  memtx_dir: Maybe<Scalars['String']['output']>;
  vinyl_dir: Maybe<Scalars['String']['output']>;
  wal_dir: Maybe<Scalars['String']['output']>;
  worker_pool_threads: Maybe<Scalars['Int']['output']>;
  app_version?: Maybe<Scalars['String']['output']>;
  http_host: Maybe<Scalars['String']['output']>;
  webui_prefix: Maybe<Scalars['String']['output']>;
  ro_reason?: Maybe<Scalars['String']['output']>;
  http_port?: Maybe<Scalars['Int']['output']>;
  election_mode: Scalars['String']['output'];
  election_state: Maybe<Scalars['String']['output']>;
  synchro_queue_owner: Scalars['Int']['output'];
};

export type ServerInfoCartridge = {
  version: Scalars['String']['output'];
  state: Scalars['String']['output'];
  error: Maybe<ServerInfoCartridgeError>;
};

export type ServerInfoCartridgeError = {
  message: Scalars['String']['output'];
  class_name: Maybe<Scalars['String']['output']>;
  stack: Maybe<Scalars['String']['output']>;
};

export type ServerInfoReplication = {
  replication_connect_quorum: Maybe<Scalars['Int']['output']>;
  replication_connect_timeout: Maybe<Scalars['Float']['output']>;
  replication_sync_lag: Maybe<Scalars['Float']['output']>;
  replication_sync_timeout: Maybe<Scalars['Float']['output']>;
  replication_timeout: Maybe<Scalars['Float']['output']>;
  replication_skip_conflict: Maybe<Scalars['Boolean']['output']>;
  replication_threads: Maybe<Scalars['Float']['output']>;
  vclock: Maybe<Array<Maybe<Scalars['Long']['output']>>>;
  replication_info: Maybe<Array<Maybe<ReplicaStatus>>>;
};

export type ReplicaStatus = {
  uuid: Scalars['String']['output'];
  id: Maybe<Scalars['Int']['output']>;
  lsn: Maybe<Scalars['Long']['output']>;
  upstream_status: Maybe<Scalars['String']['output']>;
  upstream_message: Maybe<Scalars['String']['output']>;
  upstream_peer: Maybe<Scalars['String']['output']>;
  upstream_idle: Maybe<Scalars['Float']['output']>;
  upstream_lag: Maybe<Scalars['Float']['output']>;
  downstream_status: Maybe<Scalars['String']['output']>;
  downstream_message: Maybe<Scalars['String']['output']>;
  downstream_lag: Maybe<Scalars['Float']['output']>;
};

export type ServerInfoStorage = {
  memtx_memory: Maybe<Scalars['Long']['output']>;
  memtx_min_tuple_size: Maybe<Scalars['Long']['output']>;
  memtx_max_tuple_size: Maybe<Scalars['Long']['output']>;
  wal_max_size: Maybe<Scalars['Long']['output']>;
  rows_per_wal: Maybe<Scalars['Long']['output']>;
  vinyl_memory: Maybe<Scalars['Long']['output']>;
  vinyl_cache: Maybe<Scalars['Long']['output']>;
  vinyl_max_tuple_size: Maybe<Scalars['Long']['output']>;
  vinyl_page_size: Maybe<Scalars['Long']['output']>;
  vinyl_range_size: Maybe<Scalars['Long']['output']>;
  too_long_threshold: Maybe<Scalars['Float']['output']>;
  wal_dir_rescan_delay: Maybe<Scalars['Float']['output']>;
  vinyl_bloom_fpr: Maybe<Scalars['Float']['output']>;
  vinyl_run_size_ratio: Maybe<Scalars['Float']['output']>;
  vinyl_timeout: Maybe<Scalars['Float']['output']>;
  vinyl_run_count_per_level: Maybe<Scalars['Int']['output']>;
  vinyl_read_threads: Maybe<Scalars['Int']['output']>;
  vinyl_write_threads: Maybe<Scalars['Int']['output']>;
  wal_mode: Maybe<Scalars['String']['output']>;
  memtx_allocator: Maybe<Scalars['String']['output']>;
  wal_queue_max_size: Maybe<Scalars['Long']['output']>;
  wal_cleanup_delay: Maybe<Scalars['Long']['output']>;
};

export type ServerInfoNetwork = {
  net_msg_max: Maybe<Scalars['Long']['output']>;
  readahead: Maybe<Scalars['Long']['output']>;
  io_collect_interval: Maybe<Scalars['Float']['output']>;
};

export type ServerInfoMembership = {
  status: Maybe<Scalars['String']['output']>;
  incarnation: Maybe<Scalars['Int']['output']>;
  NUM_FAILURE_DETECTION_SUBGROUPS: Maybe<Scalars['Int']['output']>;
  PROTOCOL_PERIOD_SECONDS: Maybe<Scalars['Float']['output']>;
  ACK_TIMEOUT_SECONDS: Maybe<Scalars['Float']['output']>;
  ANTI_ENTROPY_PERIOD_SECONDS: Maybe<Scalars['Float']['output']>;
  SUSPECT_TIMEOUT_SECONDS: Maybe<Scalars['Float']['output']>;
};

export type VshardRouter = {
  vshard_group: Maybe<Scalars['String']['output']>;
  buckets_available_ro: Maybe<Scalars['Int']['output']>;
  buckets_available_rw: Maybe<Scalars['Int']['output']>;
  buckets_unreachable: Maybe<Scalars['Int']['output']>;
  buckets_unknown: Maybe<Scalars['Int']['output']>;
};

export type VshardStorage = {
  vshard_group: Maybe<Scalars['String']['output']>;
  buckets_total: Maybe<Scalars['Int']['output']>;
  buckets_active: Maybe<Scalars['Int']['output']>;
  buckets_pinned: Maybe<Scalars['Int']['output']>;
  buckets_sending: Maybe<Scalars['Int']['output']>;
  buckets_receiving: Maybe<Scalars['Int']['output']>;
  buckets_garbage: Maybe<Scalars['Int']['output']>;
};
