import type { Member } from '../membership/member.ts';
import { activeServers, type ClusterwideConfig, findServer, type ServerEntry } from './clusterwide-config.ts';
import { type Leaders, leaderCandidates, priorityOrder } from './leaders.ts';
import { VSHARD_STORAGE } from './roles.ts';
import { describeServerStatus } from './server-status.ts';

export interface ServerView {
  readonly uri: string;
  readonly uuid: string;
  readonly alias: string | null;
  readonly status: string;
  readonly message: string;
  readonly disabled: boolean | null;
  readonly priority: number | null;
  readonly labels: readonly { name: string; value: string }[] | null;
  readonly clock_delta: number | null;
  readonly zone: string | null;
  readonly electable: boolean | null;
  readonly replicasetUuid: string | null;
}

export interface ReplicasetView {
  readonly uuid: string;
  readonly alias: string;
  readonly status: 'healthy' | 'unhealthy';
  readonly roles: readonly string[];
  readonly weight: number | null;
  readonly vshard_group: string | null;
  readonly all_rw: boolean;
  /** Null where no leader is known. */
  readonly masterUuid: string | null;
  readonly activeMasterUuid: string | null;
  readonly serverUuids: readonly string[];
}

export interface TopologyView {
  readonly servers: readonly ServerView[];
  readonly replicasets: readonly ReplicasetView[];
}

/** The whole cluster as one instance sees it; instances that have not joined come last. */
export function viewTopology(request: {
  config: ClusterwideConfig | null;
  members: readonly Member[];
  leaders: Leaders;
}): TopologyView {
  const { config, members, leaders } = request;
  const joined =
    config === null
      ? []
      : activeServers(config.topology).map(([uuid, server]) => viewServer({ uuid, server, config, members }));
  return {
    servers: [...joined, ...viewUnjoined(joined, members)],
    replicasets:
      config === null
        ? []
        : Object.keys(config.topology.replicasets).map(uuid =>
            viewReplicaset({ uuid, config, leaders, joined }),
          ),
  };
}

function viewServer(request: {
  uuid: string;
  server: ServerEntry;
  config: ClusterwideConfig;
  members: readonly Member[];
}): ServerView {
  const { uuid, server, config, members } = request;
  const moved = members.find(
    member => member.status === 'alive' && member.payload?.uuid === uuid && member.uri !== server.uri,
  );
  const member = moved ?? members.find(candidate => candidate.uri === server.uri);
  const place = priorityOrder(config.topology, server.replicasetUuid).indexOf(uuid);
  return {
    uri: moved?.uri ?? server.uri,
    uuid,
    alias: member?.payload?.alias ?? null,
    ...describeServerStatus(
      uuid,
      member && {
        status: member.status,
        state: member.payload?.state ?? null,
        uuid: member.payload?.uuid ?? null,
      },
    ),
    disabled: server.disabled,
    priority: server.electable && place >= 0 ? place + 1 : null,
    labels: Object.entries(server.labels).map(([name, value]) => ({ name, value })),
    clock_delta: member?.status === 'alive' ? 0 : null,
    zone: server.zone,
    electable: server.electable,
    replicasetUuid: server.replicasetUuid,
  };
}

function viewReplicaset(request: {
  uuid: string;
  config: ClusterwideConfig;
  leaders: Leaders;
  joined: readonly ServerView[];
}): ReplicasetView {
  const { uuid, config, leaders, joined } = request;
  const entry = config.topology.replicasets[uuid];
  const order = priorityOrder(config.topology, uuid);
  const isStateful = config.topology.failover.mode === 'stateful';
  const active = leaders[uuid] ?? null;
  const isHealthy = joined.every(server => server.replicasetUuid !== uuid || server.status === 'healthy');
  const isStorage = entry?.roles.includes(VSHARD_STORAGE) ?? false;
  return {
    uuid,
    alias: entry?.alias ?? 'unnamed',
    status: isHealthy ? 'healthy' : 'unhealthy',
    roles: entry?.roles ?? [],
    weight: isStorage ? (entry?.weight ?? 0) : null,
    vshard_group: isStorage ? (entry?.vshardGroup ?? 'default') : null,
    all_rw: entry?.allRw ?? false,
    masterUuid: isStateful ? active : (order[0] ?? null),
    activeMasterUuid:
      active !== null && leaderCandidates(config.topology, uuid).includes(active) ? active : null,
    serverUuids: order.filter(key => findServer(config.topology, key) !== undefined),
  };
}

/** Living members without a uuid, at a URI that no joined server has. */
function viewUnjoined(joined: readonly ServerView[], members: readonly Member[]): ServerView[] {
  return members
    .filter(member => member.status === 'alive' && !member.payload?.uuid)
    .filter(member => !joined.some(server => server.uri === member.uri))
    .map(member => ({
      uri: member.uri,
      uuid: '',
      alias: member.payload?.alias ?? null,
      status: 'unconfigured',
      message: member.payload?.state ?? '',
      disabled: null,
      priority: null,
      labels: null,
      clock_delta: 0,
      zone: null,
      electable: null,
      replicasetUuid: null,
    }));
}
