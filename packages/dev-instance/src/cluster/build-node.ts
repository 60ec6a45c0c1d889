import { Box } from '../box/box.ts';
import { Replication } from '../box/replication.ts';
import type { Log } from '../log.ts';
import type { LuaRuntime } from '../lua/lua-runtime.ts';
import { Membership } from '../membership/membership.ts';
import type { Options } from '../options/parse-options.ts';
import type { RoleRegistry } from '../roles/role-registry.ts';
import { RpcPool } from '../rpc/rpc-pool.ts';
import { RpcServer } from '../rpc/rpc-server.ts';
import { emptyTopology, findServer } from '../topology/clusterwide-config.ts';
import { VSHARD_STORAGE } from '../topology/roles.ts';
import { Rebalancer, type RebalancerView } from '../vshard/rebalancer.ts';
import { VshardRouter } from '../vshard/router.ts';
import { VshardStorage } from '../vshard/storage.ts';
import { listStorages } from '../vshard/storages.ts';
import { ConfigApplier } from './config-applier.ts';
import { ConfigStore } from './config-store.ts';
import { Failover } from './failover.ts';
import type { Node } from './node.ts';
import { ConfigCoordinator } from './patch-clusterwide.ts';
import { StatefulFailover } from './stateful-failover.ts';
import { SwitchOver } from './switch-over.ts';
import { registerParticipant } from './two-phase-participant.ts';

/** Puts the parts of an instance together; nothing runs yet. */
export function buildNode(request: {
  options: Options;
  log: Log;
  lua: LuaRuntime;
  roles: RoleRegistry;
}): Node {
  const { options, log, lua, roles } = request;
  const membership = new Membership(
    { uri: options.advertiseUri, cookie: options.cookie, log, ...options.swim },
    { alias: options.alias, state: '', uuid: null, leader_uuid: null },
  );
  const server = new RpcServer(options.cookie);
  const rpc = new RpcPool(options.cookie);
  const box = new Box(options.workdir);
  const replication = new Replication({ box, rpc, server });
  const store = new ConfigStore(options.workdir);
  const stateful = new StatefulFailover({
    uri: options.advertiseUri,
    cookie: options.cookie,
    membership,
    rpc,
    server,
    instanceUuid: () => box.instanceUuid,
    isReadOnly: () => box.isReadOnly,
  });
  const failover = new Failover({ membership, appointments: stateful });
  const storage = new VshardStorage({
    box,
    rpc,
    server,
    callFunction: (name, args) => lua.callGlobal(name, args),
  });
  const applier: ConfigApplier = new ConfigApplier({
    uri: options.advertiseUri,
    workdir: options.workdir,
    log,
    box,
    replication,
    store,
    membership,
    failover,
    switchOver: new SwitchOver({ box, rpc, server }),
    connectQuorum: options.replicationConnectQuorum,
    roles: {
      apply: async (config, asked) => {
        await roles.apply(config, asked);
        rebalancer.wakeUp();
      },
    },
  });
  const router = new VshardRouter({ rpc, view: () => viewRouter({ applier, failover, options }) });
  const rebalancer = new Rebalancer({
    rpc,
    log,
    storage,
    view: () => viewRebalancer({ applier, failover, box }),
  });
  const coordinator = new ConfigCoordinator({
    uri: options.advertiseUri,
    applier,
    rpc,
    membership,
    knownRoles: () => roles.specs,
  });
  registerParticipant({
    applier,
    store,
    server,
    validateRoles: (config, previous) => roles.validate(config, previous),
  });
  return {
    options,
    log,
    membership,
    server,
    rpc,
    box,
    replication,
    store,
    failover,
    stateful,
    applier,
    coordinator,
    roles,
    storage,
    router,
    rebalancer,
  };
}

function viewRouter({
  applier,
  failover,
  options,
}: {
  applier: ConfigApplier;
  failover: Failover;
  options: Options;
}) {
  const config = applier.config;
  if (config === null) return { bucketCount: options.bucketCount, storages: [] };
  const bucketCount = config.vshardGroups.default?.bucketCount ?? options.bucketCount;
  return { bucketCount, storages: listStorages(config, failover.leaders, 'default') };
}

function viewRebalancer(request: { applier: ConfigApplier; failover: Failover; box: Box }): RebalancerView {
  const { applier, failover, box } = request;
  const config = applier.config;
  const replicaset = findServer(config?.topology ?? emptyTopology(), box.instanceUuid)?.replicasetUuid ?? '';
  const entry = config?.topology.replicasets[replicaset];
  const group = entry?.vshardGroup ?? 'default';
  const isLeader = entry?.roles.includes(VSHARD_STORAGE) && failover.leaders[replicaset] === box.instanceUuid;
  if (config === null || !isLeader || !config.vshardGroups[group]?.bootstrapped) {
    return { selfReplicaset: null, storages: [], thresholdPercent: 1 };
  }
  const threshold = config.vshardGroups[group]?.options.rebalancer_disbalance_threshold;
  return {
    selfReplicaset: replicaset,
    storages: listStorages(config, failover.leaders, group),
    thresholdPercent: typeof threshold === 'number' ? threshold : 1,
  };
}
