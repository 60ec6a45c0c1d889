/**
 * What the Cartridge admin API says of a cluster, as plain values.
 * `cartridge` produces them from the wire, `planner` reads them; units are in the names.
 * Absent optional values are `null`, as Cartridge answers them; fields a version does not know are left out by the query.
 */

/** States an instance walks through; others may appear in newer versions. Source: cartridge/confapplier.lua. */
export type InstanceState =
  | 'Unconfigured'
  | 'ConfigFound'
  | 'ConfigLoaded'
  | 'BootstrappingBox'
  | 'RecoveringSnapshot'
  | 'ConnectingFullmesh'
  | 'BoxConfigured'
  | 'ConfiguringRoles'
  | 'RolesConfigured'
  | 'OperationError'
  | 'InitError'
  | 'BootError'
  | 'ReloadingRoles'
  | 'ReloadError'
  | (string & {});

/** How the answering instance sees a member. Source: cartridge/lua-api/topology.lua. */
export type InstanceStatus =
  | 'healthy'
  | 'unconfigured'
  | 'not found'
  | 'unreachable'
  | 'error'
  | 'warning'
  | (string & {});

/** `cluster { self }`: local, never forwarded, answered in every state. */
export interface InstanceSelf {
  uri: string;
  /** null until box.cfg finished in this process */
  uuid: string | null;
  alias: string | null;
  state: InstanceState;
  error: string | null;
  appName: string | null;
  instanceName: string | null;
}

/** A row of `servers`. A peer that has not joined has uuid "" and no replicaset. */
export interface Instance {
  uri: string;
  uuid: string;
  alias: string | null;
  status: InstanceStatus;
  message: string;
  disabled: boolean;
  /** 1-based place in the failover priority; null if unelectable or not joined */
  priority: number | null;
  zone: string | null;
  labels: ReadonlyArray<{ name: string; value: string }>;
  replicasetUUID: string | null;
  /** null when the instance is unreachable or box has not started */
  box: InstanceBox | null;
  /** buckets stored; null without vshard-storage or when it did not answer */
  bucketCount: number | null;
  memory: { quotaUsedRatio: string; arenaUsedRatio: string; itemsUsedRatio: string } | null;
}

export interface InstanceBox {
  tarantoolVersion: string;
  readOnly: boolean;
  uptimeSeconds: number;
  /** null before Cartridge 2.7.4 */
  httpPort: number | null;
  replication: ReadonlyArray<{
    id: number | null;
    uuid: string;
    upstreamStatus: string | null;
    upstreamMessage: string | null;
    downstreamStatus: string | null;
  }>;
}

export interface Replicaset {
  uuid: string;
  alias: string;
  status: 'healthy' | 'unhealthy' | (string & {});
  /** enabled roles, dependencies included, in registration order */
  roles: readonly string[];
  /** null without vshard-storage */
  weight: number | null;
  vshardGroup: string | null;
  allRw: boolean;
  /** first of the failover priority (`master`); null when "void" */
  configuredLeaderUUID: string | null;
  /** uuid of the member that leads now (`active_master`); null when "void" */
  activeLeaderUUID: string | null;
  /** members in failover-priority order, unelectable last */
  instanceUUIDs: readonly string[];
}

export type FailoverMode = 'disabled' | 'eventual' | 'stateful' | 'raft';

export interface FailoverParams {
  mode: FailoverMode | (string & {});
  failoverTimeoutSeconds: number;
  stateProvider: 'tarantool' | 'etcd2' | null;
  fencingEnabled: boolean;
  fencingTimeoutSeconds: number;
  fencingPauseSeconds: number;
  /** Cartridge >= 2.7.7 */
  leaderAutoreturn: boolean;
  autoreturnDelaySeconds: number;
  /** Cartridge >= 2.7.8 */
  checkCookieHash: boolean;
  /** passwords read as "******" since 2.7.7; never logged */
  stateboard: { uri: string; password: string } | null;
  etcd2: {
    prefix: string;
    lockDelaySeconds: number;
    endpoints: readonly string[];
    username: string;
    password: string;
  } | null;
}

export interface Issue {
  level: 'warning' | 'critical' | 'error' | (string & {});
  topic: string;
  message: string;
  replicasetUUID: string | null;
  instanceUUID: string | null;
}

/** Cures that Cartridge itself suggests; empty lists where it suggests none. */
export interface Suggestions {
  refineUri: ReadonlyArray<{ uuid: string; uriOld: string; uriNew: string }>;
  forceApply: ReadonlyArray<{
    uuid: string;
    configMismatch: boolean;
    configLocked: boolean;
    operationError: boolean;
  }>;
  disableServers: readonly string[];
  restartReplication: readonly string[];
}

/** `cluster { known_roles }`, from the app's registration. */
export interface KnownRole {
  name: string;
  /** transitive; hidden and permanent roles are omitted by Cartridge */
  dependencies: readonly string[];
  impliesRouter: boolean;
  impliesStorage: boolean;
}

export interface VshardGroup {
  name: string;
  bucketCount: number;
  bootstrapped: boolean;
}

/** One consistent answer of one instance about its whole cluster. */
export interface Topology {
  self: InstanceSelf;
  instances: readonly Instance[];
  replicasets: readonly Replicaset[];
  knownRoles: readonly KnownRole[];
  vshardGroups: readonly VshardGroup[];
  canBootstrapVshard: boolean;
  failover: FailoverParams;
  issues: readonly Issue[];
  suggestions: Suggestions;
}

/** Arguments of `edit_topology`; null or left out means unchanged. */
export interface TopologyEdit {
  replicasets?: readonly ReplicasetEdit[];
  instances?: readonly InstanceEdit[];
}

export interface ReplicasetEdit {
  uuid: string;
  alias?: string;
  roles?: readonly string[];
  weight?: number;
  vshardGroup?: string;
  allRw?: boolean;
  /** instance uuids; may be partial, the rest follows in old order */
  failoverPriority?: readonly string[];
  joinInstances?: ReadonlyArray<{ uri: string; uuid: string; zone?: string }>;
}

export interface InstanceEdit {
  uuid: string;
  uri?: string;
  zone?: string;
  disabled?: boolean;
  expelled?: boolean;
}
