import type { adminApi } from '@cartridge-on-kubernetes/api';
import { CartridgeError } from '../errors.ts';
import {
  type ClusterwideConfig,
  findServer,
  type ReplicasetEntry,
  type ServerEntry,
  type ServerRecord,
} from './clusterwide-config.ts';
import { priorityOrder } from './leaders.ts';
import { expandRoles, type RoleSpec, VSHARD_STORAGE } from './roles.ts';

// The schema allows null among the items of these lists; no client sends one.

export type LabelInput = adminApi.LabelInput;

type JoinServerInput = Omit<adminApi.JoinServerInput, 'labels'> & { labels?: LabelInput[] | null };

export type EditServerInput = Omit<adminApi.EditServerInput, 'labels'> & { labels?: LabelInput[] | null };

export type EditReplicasetInput = Omit<adminApi.EditReplicasetInput, 'join_servers'> & {
  join_servers?: JoinServerInput[] | null;
};

export interface TopologyEdit {
  servers?: EditServerInput[] | null;
  replicasets?: EditReplicasetInput[] | null;
}

export interface EditedTopology {
  readonly config: ClusterwideConfig;
  readonly serverUuids: readonly string[];
  readonly replicasetUuids: readonly string[];
}

const refuse = (message: string) => new CartridgeError('Editing cluster topology failed', message);

/** Applies server edits, then replicaset edits, then drops empty replicasets. Null or absent means unchanged. */
export function editTopology(request: {
  config: ClusterwideConfig;
  edit: TopologyEdit;
  knownRoles: readonly RoleSpec[];
  newUuid: () => string;
}): EditedTopology {
  const servers: Record<string, ServerRecord> = { ...request.config.topology.servers };
  const replicasets: Record<string, ReplicasetEntry> = { ...request.config.topology.replicasets };
  const touched = { servers: new Set<string>(), replicasets: new Set<string>() };

  for (const edit of request.edit.servers ?? []) {
    const server = requireServer(servers, edit.uuid);
    servers[edit.uuid] = edit.expelled === true ? 'expelled' : editServer(server, edit);
    touched.servers.add(edit.uuid);
  }
  for (const edit of request.edit.replicasets ?? []) {
    const uuid = edit.uuid ?? request.newUuid();
    if (replicasets[uuid] === undefined && !edit.join_servers?.length) {
      throw refuse(`Replicaset "${uuid}" not in config`);
    }
    for (const join of edit.join_servers ?? []) {
      const serverUuid = join.uuid ?? request.newUuid();
      if (servers[serverUuid] !== undefined) throw refuse(`Server "${serverUuid}" is already joined`);
      servers[serverUuid] = joinServer(join, uuid);
      touched.servers.add(serverUuid);
    }
    replicasets[uuid] = editReplicaset({ ...request, uuid, edit, servers, replicasets });
    touched.replicasets.add(uuid);
  }
  const config = withMembers(request.config, servers, replicasets);
  return { config, serverUuids: [...touched.servers], replicasetUuids: [...touched.replicasets] };
}

function requireServer(servers: Record<string, ServerRecord>, uuid: string): ServerEntry {
  const server = servers[uuid];
  if (server === undefined) throw refuse(`Server "${uuid}" not in config`);
  if (server === 'expelled') throw refuse(`Server "${uuid}" is expelled`);
  return server;
}

function editServer(server: ServerEntry, edit: EditServerInput): ServerEntry {
  return {
    ...server,
    uri: edit.uri ?? server.uri,
    disabled: edit.disabled ?? server.disabled,
    electable: edit.electable ?? server.electable,
    zone: edit.zone === '' ? null : (edit.zone ?? server.zone),
    labels: edit.labels ? toLabels(edit.labels) : server.labels,
  };
}

function joinServer(join: JoinServerInput, replicasetUuid: string): ServerEntry {
  return {
    uri: join.uri,
    replicasetUuid,
    disabled: false,
    electable: true,
    zone: join.zone || null,
    labels: toLabels(join.labels ?? []),
  };
}

function toLabels(labels: LabelInput[]): Record<string, string> {
  return Object.fromEntries(labels.map(label => [label.name, label.value]));
}

function editReplicaset(request: {
  config: ClusterwideConfig;
  uuid: string;
  edit: EditReplicasetInput;
  knownRoles: readonly RoleSpec[];
  servers: Record<string, ServerRecord>;
  replicasets: Record<string, ReplicasetEntry>;
}): ReplicasetEntry {
  const { config, uuid, edit } = request;
  const old = request.replicasets[uuid];
  const roles = edit.roles ? expandRoles(edit.roles, request.knownRoles) : (old?.roles ?? []);
  const isStorage = roles.includes(VSHARD_STORAGE);
  const vshardGroup = edit.vshard_group ?? old?.vshardGroup ?? (isStorage ? 'default' : null);
  const entry: ReplicasetEntry = {
    alias: edit.alias ?? old?.alias ?? 'unnamed',
    roles,
    priority: old?.priority ?? [],
    weight: isStorage ? (edit.weight ?? old?.weight ?? defaultWeight(config, vshardGroup)) : null,
    vshardGroup,
    allRw: edit.all_rw ?? old?.allRw ?? false,
  };
  const joined = (edit.join_servers ?? []).map(join => join.uri);
  return { ...entry, priority: newPriority({ ...request, entry, joined }) };
}

/** A storage that joins before the bootstrap takes part in it; a later storage has weight 0 until a user sets one. */
function defaultWeight(config: ClusterwideConfig, group: string | null): number {
  return config.vshardGroups[group ?? 'default']?.bootstrapped ? 0 : 1;
}

/** The asked order comes first, then the old order, then the joined servers in the order of the request. */
function newPriority(request: {
  config: ClusterwideConfig;
  uuid: string;
  edit: EditReplicasetInput;
  servers: Record<string, ServerRecord>;
  replicasets: Record<string, ReplicasetEntry>;
  entry: ReplicasetEntry;
  joined: string[];
}): string[] {
  const { uuid, servers, entry, joined } = request;
  const topology = {
    ...request.config.topology,
    servers,
    replicasets: { ...request.replicasets, [uuid]: entry },
  };
  const joinedUuids = joined.flatMap(uri =>
    Object.keys(servers).filter(
      key => findServer(topology, key)?.uri === uri && !entry.priority.includes(key),
    ),
  );
  const current = [
    ...new Set([
      ...priorityOrder(topology, uuid).filter(key => entry.priority.includes(key)),
      ...joinedUuids,
    ]),
  ];
  const asked = request.edit.failover_priority ?? [];
  return [...asked, ...current.filter(key => !asked.includes(key))];
}

function withMembers(
  config: ClusterwideConfig,
  servers: Record<string, ServerRecord>,
  replicasets: Record<string, ReplicasetEntry>,
): ClusterwideConfig {
  const alive = Object.entries(servers).filter(
    (pair): pair is [string, ServerEntry] => pair[1] !== 'expelled',
  );
  const kept = Object.entries(replicasets)
    .filter(([uuid]) => alive.some(([, server]) => server.replicasetUuid === uuid))
    .map(([uuid, entry]): [string, ReplicasetEntry] => [
      uuid,
      { ...entry, priority: entry.priority.filter(key => servers[key] !== 'expelled') },
    ]);
  return { ...config, topology: { ...config.topology, servers, replicasets: Object.fromEntries(kept) } };
}
