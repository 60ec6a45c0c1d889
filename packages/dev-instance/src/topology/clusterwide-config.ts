/** One member of the cluster as the stored config knows it; an expelled uuid stays taken for ever. */
export interface ServerEntry {
  readonly uri: string;
  readonly replicasetUuid: string;
  readonly disabled: boolean;
  readonly electable: boolean;
  readonly zone: string | null;
  readonly labels: Readonly<Record<string, string>>;
}

export type ServerRecord = ServerEntry | 'expelled';

export interface ReplicasetEntry {
  readonly alias: string;
  /** Enabled roles with their dependencies, in registration order. */
  readonly roles: readonly string[];
  /** Failover priority: instance uuids, the configured leader first. */
  readonly priority: readonly string[];
  readonly weight: number | null;
  readonly vshardGroup: string | null;
  readonly allRw: boolean;
}

export interface TarantoolParams {
  readonly uri: string;
  readonly password: string;
}

export interface Etcd2Params {
  readonly prefix?: string;
  readonly lock_delay?: number;
  readonly endpoints?: readonly string[];
  readonly username?: string;
  readonly password?: string;
}

/** Only the fields that a user set; defaults are added at each read. Field names are those of the wire. */
export interface FailoverSettings {
  readonly mode: string;
  readonly state_provider?: string;
  readonly failover_timeout?: number;
  readonly fencing_enabled?: boolean;
  readonly fencing_timeout?: number;
  readonly fencing_pause?: number;
  readonly leader_autoreturn?: boolean;
  readonly autoreturn_delay?: number;
  readonly check_cookie_hash?: boolean;
  readonly tarantool_params?: TarantoolParams;
  readonly etcd2_params?: Etcd2Params;
}

export interface Topology {
  readonly servers: Readonly<Record<string, ServerRecord>>;
  readonly replicasets: Readonly<Record<string, ReplicasetEntry>>;
  readonly failover: FailoverSettings;
}

export interface VshardGroup {
  readonly bucketCount: number;
  readonly bootstrapped: boolean;
  readonly options: Readonly<Record<string, number | boolean>>;
}

export interface UserEntry {
  readonly username: string;
  readonly fullname: string | null;
  readonly email: string | null;
  /** salt:hash, never the password. */
  readonly passwordHash: string;
}

interface AuthSettings {
  readonly enabled: boolean;
  readonly cookieMaxAge: number;
  readonly cookieRenewAge: number;
}

/** Everything that two-phase commit stores on every enabled instance. */
export interface ClusterwideConfig {
  readonly topology: Topology;
  readonly auth: AuthSettings;
  readonly users: Readonly<Record<string, UserEntry>>;
  readonly vshardGroups: Readonly<Record<string, VshardGroup>>;
  /** The sections a user uploaded: file name to text. */
  readonly sections: Readonly<Record<string, string>>;
}

export function emptyTopology(): Topology {
  return { servers: {}, replicasets: {}, failover: { mode: 'disabled' } };
}

/** Servers that are not expelled, by uuid. */
export function activeServers(topology: Topology): [string, ServerEntry][] {
  return Object.entries(topology.servers).filter(
    (pair): pair is [string, ServerEntry] => pair[1] !== 'expelled',
  );
}

export function findServer(topology: Topology, uuid: string | null): ServerEntry | undefined {
  const server = uuid === null ? undefined : topology.servers[uuid];
  return server === undefined || server === 'expelled' ? undefined : server;
}

export function findServerByUri(topology: Topology, uri: string): string | undefined {
  return activeServers(topology).find(([, server]) => server.uri === uri)?.[0];
}
