import type { Box } from '../box/box.ts';
import type { Replication } from '../box/replication.ts';
import type { Log } from '../log.ts';
import type { Membership } from '../membership/membership.ts';
import type { Options } from '../options/parse-options.ts';
import type { RoleRegistry } from '../roles/role-registry.ts';
import type { RpcPool } from '../rpc/rpc-pool.ts';
import type { RpcServer } from '../rpc/rpc-server.ts';
import type { Rebalancer } from '../vshard/rebalancer.ts';
import type { VshardRouter } from '../vshard/router.ts';
import type { VshardStorage } from '../vshard/storage.ts';
import type { ConfigApplier } from './config-applier.ts';
import type { ConfigStore } from './config-store.ts';
import type { Failover } from './failover.ts';
import type { ConfigCoordinator } from './patch-clusterwide.ts';
import type { StatefulFailover } from './stateful-failover.ts';

/** One running instance: its parts, as the admin API reaches them. */
export interface Node {
  readonly options: Options;
  readonly log: Log;
  readonly membership: Membership;
  readonly server: RpcServer;
  readonly rpc: RpcPool;
  readonly box: Box;
  readonly replication: Replication;
  readonly store: ConfigStore;
  readonly failover: Failover;
  readonly stateful: StatefulFailover;
  readonly applier: ConfigApplier;
  readonly coordinator: ConfigCoordinator;
  readonly roles: RoleRegistry;
  readonly storage: VshardStorage;
  readonly router: VshardRouter;
  readonly rebalancer: Rebalancer;
}
