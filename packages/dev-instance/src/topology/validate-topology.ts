import { CartridgeError } from '../errors.ts';
import { activeServers, type ClusterwideConfig, findServer, type Topology } from './clusterwide-config.ts';
import type { RoleSpec } from './roles.ts';
import { validateFailover } from './validate-failover.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const refuse = (message: string) => new CartridgeError('Invalid cluster topology config', message);

export interface TopologyChange {
  readonly next: ClusterwideConfig;
  /** Null before the first join. */
  readonly previous: ClusterwideConfig | null;
  readonly knownRoles: readonly RoleSpec[];
  /** The instance that serves the request must stay a member. Null before it has joined. */
  readonly selfUuid: string | null;
  readonly selfUri: string;
}

/** Throws the first rule that the new topology breaks. */
export function validateTopology(change: TopologyChange): void {
  const { next, previous } = change;
  validateUuids(next.topology);
  validateFailover(next.topology.failover);
  validateUris(next.topology, previous?.topology ?? null);
  if (previous) validateHistory(next.topology, previous.topology);
  validatePriorities(next.topology);
  validateRoles(change);
  if (previous && change.selfUuid !== null) validateSelf(next.topology, change.selfUuid, change.selfUri);
}

function validateUuids(topology: Topology): void {
  for (const uuid of Object.keys(topology.servers)) {
    if (!UUID.test(uuid)) throw refuse(`topology_new.servers key "${uuid}" is not a valid UUID`);
  }
  for (const uuid of Object.keys(topology.replicasets)) {
    if (!UUID.test(uuid)) throw refuse(`topology_new.replicasets key "${uuid}" is not a valid UUID`);
  }
}

/** If two servers have the same URI, the refusal names the older server. */
function validateUris(next: Topology, previous: Topology | null): void {
  const newestFirst = activeServers(next).sort(([a], [b]) => Number(isKnown(a)) - Number(isKnown(b)));
  const seen = new Set<string>();
  for (const [uuid, server] of newestFirst) {
    if (seen.has(server.uri))
      throw refuse(`servers[${uuid}].uri "${server.uri}" collision with another server`);
    seen.add(server.uri);
  }
  function isKnown(uuid: string): boolean {
    return previous?.servers[uuid] !== undefined;
  }
}

function validateHistory(next: Topology, previous: Topology): void {
  for (const [uuid, old] of Object.entries(previous.servers)) {
    const server = next.servers[uuid];
    if (server === undefined) throw refuse(`servers[${uuid}] can not be removed from config`);
    if (old === 'expelled' && server !== 'expelled')
      throw refuse(`servers[${uuid}] has been expelled earlier`);
    if (old === 'expelled' || server === 'expelled') continue;
    if (old.replicasetUuid !== server.replicasetUuid) {
      throw refuse(`servers[${uuid}].replicaset_uuid can not be changed`);
    }
  }
}

function validatePriorities(topology: Topology): void {
  for (const [uuid, replicaset] of Object.entries(topology.replicasets)) {
    if (new Set(replicaset.priority).size !== replicaset.priority.length) {
      throw refuse(`topology_new.replicasets[${uuid}].master values mustn't repeat`);
    }
    for (const leader of replicaset.priority) {
      const server = findServer(topology, leader);
      if (server === undefined) throw refuse(`replicasets[${uuid}] leader "${leader}" doesn't exist`);
      if (server.replicasetUuid !== uuid) {
        throw refuse(`replicasets[${uuid}] leader "${leader}" belongs to another replicaset`);
      }
    }
  }
}

/** An unknown role that is enabled already is tolerated: the application may have lost it in an update. */
function validateRoles({ next, previous, knownRoles }: TopologyChange): void {
  for (const [uuid, replicaset] of Object.entries(next.topology.replicasets)) {
    const enabled = previous?.topology.replicasets[uuid]?.roles ?? [];
    const unknown = replicaset.roles.find(
      name => !enabled.includes(name) && !knownRoles.some(role => role.name === name),
    );
    if (unknown !== undefined) throw refuse(`replicasets[${uuid}] can not enable unknown role "${unknown}"`);
  }
}

function validateSelf(topology: Topology, selfUuid: string, selfUri: string): void {
  const self = topology.servers[selfUuid];
  if (self === undefined) throw refuse(`Current instance "${selfUri}" is not listed in config`);
  if (self === 'expelled') throw refuse(`Current instance "${selfUri}" can not be expelled`);
  if (self.disabled) throw refuse(`Current instance "${selfUri}" can not be disabled`);
}
