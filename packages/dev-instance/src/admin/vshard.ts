import type { Node } from '../cluster/node.ts';
import { CartridgeError, describeError } from '../errors.ts';
import { activeServers, type ClusterwideConfig, type VshardGroup } from '../topology/clusterwide-config.ts';
import { VSHARD_ROUTER } from '../topology/roles.ts';
import { listStorages } from '../vshard/storages.ts';
import { vshardGroups } from './edit-topology.ts';
import { requireConfig } from './topology-queries.ts';

const BOOTSTRAP_TIMEOUT_SECONDS = 60;
const refuse = (message: string) => new CartridgeError('Bootstrapping vshard failed', message);

/** Runs on a healthy instance with an enabled router, on this instance if it is one. */
export async function bootstrapVshard(node: Node): Promise<boolean> {
  if (node.roles.isRunning(VSHARD_ROUTER)) return bootstrapHere(node);
  const router = healthyRouter(node);
  if (router === null)
    throw new CartridgeError('RemoteCallError', `No remotes with role "${VSHARD_ROUTER}" available`);
  return node.rpc.call<boolean>(
    router,
    'admin.bootstrap_vshard',
    {},
    { timeoutSeconds: BOOTSTRAP_TIMEOUT_SECONDS },
  );
}

export async function bootstrapHere(node: Node): Promise<boolean> {
  const config = requireConfig(node, 'Bootstrapping vshard failed');
  const groups = Object.entries(config.vshardGroups);
  if (groups.length > 0 && groups.every(([, group]) => group.bootstrapped))
    throw refuse('already bootstrapped');
  for (const [name] of groups.filter(([, group]) => !group.bootstrapped)) {
    if (listStorages(config, node.failover.leaders, name).length > 0) await bootstrapGroup(node);
  }
  const bootstrapped = groups.map(([name, group]): [string, VshardGroup] => [
    name,
    {
      ...group,
      bootstrapped: group.bootstrapped || listStorages(config, node.failover.leaders, name).length > 0,
    },
  ]);
  await node.coordinator.change({ ...config, vshardGroups: Object.fromEntries(bootstrapped) });
  return true;
}

async function bootstrapGroup(node: Node): Promise<void> {
  try {
    await node.router.bootstrap();
  } catch (error) {
    throw refuse(describeError(error).message);
  }
}

function healthyRouter(node: Node): string | null {
  const config = node.applier.config;
  if (config === null) return null;
  const uris = activeServers(config.topology)
    .filter(([uuid, server]) => {
      const member = node.membership.member(server.uri);
      const isRouter = config.topology.replicasets[server.replicasetUuid]?.roles.includes(VSHARD_ROUTER);
      return isRouter && !server.disabled && member?.status === 'alive' && member.payload?.uuid === uuid;
    })
    .map(([, server]) => server.uri);
  return uris[0] ?? null;
}

/** Whether some vshard group has a storage and is not bootstrapped yet. */
export function canBootstrapVshard(node: Node): boolean {
  const config = node.applier.config;
  if (config === null || node.applier.state === 'Unconfigured') return false;
  if (!node.roles.specs.some(role => role.name === VSHARD_ROUTER)) return false;
  return Object.entries(config.vshardGroups).some(
    ([name, group]) => !group.bootstrapped && listStorages(config, node.failover.leaders, name).length > 0,
  );
}

export function readVshardGroups(node: Node) {
  return Object.entries(vshardGroups(node))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, group]) => readGroup(name, group));
}

export interface VshardOptionsInput {
  name: string;
  [option: string]: unknown;
}

export async function editVshardOptions(node: Node, { name, ...options }: VshardOptionsInput) {
  const config = requireConfig(node, 'ValidateConfigError');
  const group = config.vshardGroups[name];
  if (group === undefined)
    throw new CartridgeError('ValidateConfigError', `vshard-group "${name}" doesn't exist`);
  const given = Object.entries(options).filter(
    ([key, value]) => value != null && key !== 'collect_lua_garbage',
  );
  for (const [key, value] of given) {
    if (typeof value === 'number' && value <= 0 && key !== 'rebalancer_disbalance_threshold') {
      throw new CartridgeError('ValidateConfigError', `vshard_groups["${name}"].${key} must be positive`);
    }
  }
  const edited = {
    ...group,
    options: { ...group.options, ...(Object.fromEntries(given) as VshardGroup['options']) },
  };
  const next: ClusterwideConfig = { ...config, vshardGroups: { ...config.vshardGroups, [name]: edited } };
  await node.coordinator.change(next);
  return readGroup(name, edited);
}

function readGroup(name: string, group: VshardGroup) {
  return {
    name,
    bucket_count: group.bucketCount,
    bootstrapped: group.bootstrapped,
    rebalancer_max_receiving: 100,
    rebalancer_max_sending: 1,
    sync_timeout: 1,
    rebalancer_disbalance_threshold: 1,
    collect_lua_garbage: false,
    collect_bucket_garbage_interval: null,
    sched_ref_quota: 300,
    sched_move_quota: 1,
    ...group.options,
  };
}
