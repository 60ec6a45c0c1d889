import { patchConfigSections } from '../admin/config-sections.ts';
import { applyTopologyEdit } from '../admin/edit-topology.ts';
import { probeServer } from '../admin/probe-server.ts';
import { readTopology } from '../admin/topology-queries.ts';
import { bootstrapVshard } from '../admin/vshard.ts';
import type { Node } from '../cluster/node.ts';
import { CartridgeError } from '../errors.ts';
import type { HostFunctions } from '../lua/lua-runtime.ts';
import { parseSections } from '../roles/role-config.ts';
import { activeServers, emptyTopology } from '../topology/clusterwide-config.ts';
import type { TopologyEdit } from '../topology/edit-topology.ts';
import type { SectionInput } from '../topology/sections.ts';
import { bucketIdOf } from '../vshard/bucket-id.ts';
import type { RouterCall } from '../vshard/router.ts';

/** What Lua may ask of the cluster once `cartridge.cfg` has run. */
export function clusterFunctions(running: () => Node | null): HostFunctions {
  const node = (): Node => {
    const open = running();
    if (open === null) throw new CartridgeError('CartridgeCfgError', 'cartridge.cfg has not been called yet');
    return open;
  };
  return {
    state: () => running()?.applier.state ?? '',
    is_healthy: () => running()?.applier.state === 'RolesConfigured',
    'config.section': async (section: string | null) => {
      const config = node().applier.config;
      if (config === null) return null;
      const sections = await parseSections(config);
      return section === null ? sections : (sections[section] ?? null);
    },
    'config.patch': async (patch: Record<string, unknown>) => {
      const { stringify } = await import('yaml');
      const inputs: SectionInput[] = Object.entries(patch).map(([name, value]) =>
        typeof value === 'string' || value === null
          ? { filename: name, content: value }
          : { filename: name.endsWith('.yml') ? name : `${name}.yml`, content: stringify(value) },
      );
      await patchConfigSections(node(), inputs);
      return true;
    },
    'vshard.bucket_id': (key: string) => bucketIdOf(key, node().router.bucketCount),
    'vshard.bucket_count': () => node().router.bucketCount,
    'vshard.call': (call: RouterCall) => node().router.call(call),
    'vshard.info': async () => ({ bucket: await node().router.info() }),
    'rpc.candidates': (role: string) => candidates(node(), role),
    'rpc.call': (call: {
      role: string;
      method: string;
      args: unknown[];
      options: { leader_only?: boolean };
    }) => callRole(node(), call),
    'admin.servers': async () => (await readTopology(node())).servers,
    'admin.probe': (uri: string) => probeServer(node(), uri),
    'admin.edit_topology': async (edit: TopologyEdit) => (await applyTopologyEdit(node(), edit)).topology,
    'admin.bootstrap_vshard': () => bootstrapVshard(node()),
  };
}

function candidates(node: Node, role: string): string[] {
  const config = node.applier.config;
  if (config === null) return [];
  return activeServers(config.topology)
    .filter(([uuid, server]) => {
      const member = node.membership.member(server.uri);
      const hasRole = config.topology.replicasets[server.replicasetUuid]?.roles.includes(role);
      return hasRole && !server.disabled && member?.status === 'alive' && member.payload?.uuid === uuid;
    })
    .map(([, server]) => server.uri);
}

async function callRole(
  node: Node,
  call: { role: string; method: string; args: unknown[]; options: { leader_only?: boolean } },
): Promise<unknown> {
  const config = node.applier.config;
  const leaders = Object.values(node.failover.leaders);
  const isLeader = (uri: string) =>
    activeServers(config?.topology ?? emptyTopology()).some(
      ([uuid, server]) => server.uri === uri && leaders.includes(uuid),
    );
  const uris = candidates(node, call.role).filter(uri => !call.options.leader_only || isLeader(uri));
  const uri = uris.includes(node.options.advertiseUri) ? node.options.advertiseUri : uris[0];
  if (uri === undefined)
    throw new CartridgeError('RemoteCallError', `No remotes with role "${call.role}" available`);
  return node.rpc.call(uri, 'rpc.call', { role: call.role, method: call.method, args: call.args });
}
