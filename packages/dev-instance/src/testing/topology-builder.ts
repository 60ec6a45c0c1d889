import type {
  ClusterwideConfig,
  FailoverSettings,
  ReplicasetEntry,
  ServerRecord,
} from '../topology/clusterwide-config.ts';
import type { MembersByUri } from '../topology/leaders.ts';
import type { RoleSpec } from '../topology/roles.ts';

export const ROUTERS = '00000000-0000-4000-8000-000000000001';
export const STORAGES = '00000000-0000-4000-8000-000000000002';
export const ROUTER_0 = '00000000-0000-4000-8000-000000000010';
export const STORAGE_0 = '00000000-0000-4000-8000-000000000020';
export const STORAGE_1 = '00000000-0000-4000-8000-000000000021';

const role = (name: string, dependencies: string[] = []): RoleSpec => ({
  name,
  dependencies,
  permanent: false,
  hidden: false,
  impliesRouter: name === 'vshard-router',
  impliesStorage: name === 'vshard-storage',
});

export const KNOWN_ROLES: readonly RoleSpec[] = [
  role('failover-coordinator'),
  role('vshard-storage'),
  role('vshard-router'),
  role('app.roles.custom', ['vshard-router']),
];

/** A router and a storage replicaset of two, vshard bootstrapped; `servers` and the like replace parts of it. */
export function buildConfig(
  change: {
    servers?: Record<string, ServerRecord>;
    replicasets?: Record<string, Partial<ReplicasetEntry>>;
    failover?: FailoverSettings;
    isBootstrapped?: boolean;
  } = {},
): ClusterwideConfig {
  const replicaset = (entry: Partial<ReplicasetEntry>): ReplicasetEntry => ({
    alias: 'unnamed',
    roles: [],
    priority: [],
    weight: null,
    vshardGroup: null,
    allRw: false,
    ...entry,
  });
  return {
    topology: {
      servers: {
        [ROUTER_0]: buildServer('router:3301', ROUTERS),
        [STORAGE_0]: buildServer('storage-0:3301', STORAGES),
        [STORAGE_1]: buildServer('storage-1:3301', STORAGES),
        ...change.servers,
      },
      replicasets: {
        [ROUTERS]: replicaset({
          roles: ['vshard-router'],
          priority: [ROUTER_0],
          ...change.replicasets?.[ROUTERS],
        }),
        [STORAGES]: replicaset({
          roles: ['vshard-storage'],
          priority: [STORAGE_0, STORAGE_1],
          weight: 1,
          vshardGroup: 'default',
          ...change.replicasets?.[STORAGES],
        }),
      },
      failover: change.failover ?? { mode: 'disabled' },
    },
    auth: { enabled: false, cookieMaxAge: 1, cookieRenewAge: 1 },
    users: {},
    vshardGroups: { default: { bucketCount: 300, bootstrapped: change.isBootstrapped ?? true, options: {} } },
    sections: {},
  };
}

export function buildServer(
  uri: string,
  replicasetUuid: string,
  change: { disabled?: boolean; electable?: boolean } = {},
) {
  return { uri, replicasetUuid, disabled: false, electable: true, zone: null, labels: {}, ...change };
}

/** Members as membership shows them; by default every member is healthy. */
export function buildMembers(
  config: ClusterwideConfig,
  change: Record<
    string,
    { status?: 'alive' | 'suspect' | 'dead' | 'left'; state?: string; uuid?: string | null }
  > = {},
): MembersByUri {
  return new Map(
    Object.entries(config.topology.servers).flatMap(([uuid, server]) =>
      server === 'expelled'
        ? []
        : [[server.uri, { status: 'alive' as const, state: 'RolesConfigured', uuid, ...change[uuid] }]],
    ),
  );
}
