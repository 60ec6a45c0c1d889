import { randomUUID } from 'node:crypto';
import { isBroken } from '../cluster/instance-state.ts';
import type { Node } from '../cluster/node.ts';
import {
  activeServers,
  type ClusterwideConfig,
  emptyTopology,
  findServer,
} from '../topology/clusterwide-config.ts';
import { editTopology, type TopologyEdit } from '../topology/edit-topology.ts';
import { VSHARD_ROUTER } from '../topology/roles.ts';
import type { TopologyView } from '../topology/topology-view.ts';
import { ZONE_DISTANCES_TEMPLATE } from './config-sections.ts';
import { configuredPeer, readOwnTopology } from './topology-queries.ts';

export interface EditResult {
  readonly topology: TopologyView;
  readonly serverUuids: readonly string[];
  readonly replicasetUuids: readonly string[];
}

const FORWARD_TIMEOUT_SECONDS = 60;

/** Edits the topology; on an unconfigured instance that knows no configured one, this founds a cluster. */
export async function applyTopologyEdit(node: Node, edit: TopologyEdit): Promise<EditResult> {
  const peer = configuredPeer(node);
  if (peer !== null) {
    return node.rpc.call<EditResult>(
      peer,
      'admin.edit_topology',
      { edit },
      { timeoutSeconds: FORWARD_TIMEOUT_SECONDS },
    );
  }
  if (isBroken(node.applier.state) && node.applier.error !== null) throw node.applier.error;
  const config = node.applier.config ?? foundingConfig(node);
  const edited = editTopology({
    config,
    edit: withNewUuids(edit),
    knownRoles: node.roles.specs,
    newUuid: randomUUID,
  });
  await node.coordinator.change(withZoneDistances(edited.config));
  await refreshMembers(node, edited.serverUuids);
  return {
    topology: readOwnTopology(node),
    serverUuids: edited.serverUuids,
    replicasetUuids: edited.replicasetUuids,
  };
}

/** Adds a template of zone_distances.yml, to be filled in, once a server has a zone. */
function withZoneDistances(config: ClusterwideConfig): ClusterwideConfig {
  const hasZones = activeServers(config.topology).some(([, server]) => server.zone !== null);
  if (!hasZones || 'zone_distances.yml' in config.sections || 'zone_distances' in config.sections)
    return config;
  return { ...config, sections: { ...config.sections, 'zone_distances.yml': ZONE_DISTANCES_TEMPLATE } };
}

/** Asks the edited servers for their payload before the answer: membership may not have delivered it here yet. */
async function refreshMembers(node: Node, uuids: readonly string[]): Promise<void> {
  const topology = node.applier.config?.topology ?? emptyTopology();
  const uris = uuids.flatMap(uuid => findServer(topology, uuid)?.uri ?? []);
  await Promise.all(uris.map(uri => node.membership.probe(uri)));
}

/** The first config of a cluster: the settings of the instance that serves the request. */
function foundingConfig(node: Node): ClusterwideConfig {
  return {
    topology: emptyTopology(),
    auth: { enabled: node.options.authEnabled, cookieMaxAge: 2_592_000, cookieRenewAge: 86_400 },
    users: {},
    vshardGroups: vshardGroups(node),
    sections: {},
  };
}

/** Vshard groups exist only if the application registered the vshard-router role. */
export function vshardGroups(node: Node): ClusterwideConfig['vshardGroups'] {
  if (node.applier.config !== null) return node.applier.config.vshardGroups;
  if (!node.roles.specs.some(role => role.name === VSHARD_ROUTER)) return {};
  return { default: { bucketCount: node.options.bucketCount, bootstrapped: false, options: {} } };
}

function withNewUuids(edit: TopologyEdit): TopologyEdit {
  return {
    ...edit,
    replicasets: edit.replicasets?.map(replicaset => ({
      ...replicaset,
      uuid: replicaset.uuid ?? randomUUID(),
      join_servers: replicaset.join_servers?.map(server => ({
        ...server,
        uuid: server.uuid ?? randomUUID(),
      })),
    })),
  };
}
