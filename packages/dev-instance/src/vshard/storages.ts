import { type ClusterwideConfig, findServer } from '../topology/clusterwide-config.ts';
import type { Leaders } from '../topology/leaders.ts';
import { VSHARD_STORAGE } from '../topology/roles.ts';

export interface StorageReplicaset {
  readonly uuid: string;
  readonly weight: number;
  /** Null while the replicaset has no known leader. */
  readonly leaderUri: string | null;
}

/** The storage replicasets of a vshard group that have at least one enabled server, by uuid. */
export function listStorages(
  config: ClusterwideConfig,
  leaders: Leaders,
  group: string,
): StorageReplicaset[] {
  return Object.entries(config.topology.replicasets)
    .filter(([, entry]) => entry.roles.includes(VSHARD_STORAGE) && (entry.vshardGroup ?? 'default') === group)
    .filter(([uuid]) => hasEnabledServer(config, uuid))
    .map(([uuid, entry]) => ({
      uuid,
      weight: entry.weight ?? 0,
      leaderUri: findServer(config.topology, leaders[uuid] ?? null)?.uri ?? null,
    }))
    .sort((a, b) => (a.uuid < b.uuid ? -1 : 1));
}

function hasEnabledServer(config: ClusterwideConfig, replicasetUuid: string): boolean {
  return Object.values(config.topology.servers).some(
    server => server !== 'expelled' && !server.disabled && server.replicasetUuid === replicasetUuid,
  );
}
