import type { Node } from '../cluster/node.ts';
import type { TopologyEdit } from '../topology/edit-topology.ts';
import { applyTopologyEdit } from './edit-topology.ts';
import { examineCluster, reportHealth } from './issues.ts';
import { readBoxInfo, readStatistics } from './server-info.ts';
import { readOwnTopology } from './topology-queries.ts';
import { bootstrapHere } from './vshard.ts';

/** Registers the RPC methods that other instances call on this instance while they serve an admin request. */
export function registerAdminMethods(node: Node): void {
  const { server, failover, replication } = node;
  server.register('admin.topology', () => readOwnTopology(node));
  server.register<{ edit: TopologyEdit }>('admin.edit_topology', ({ edit }) => applyTopologyEdit(node, edit));
  server.register('admin.health', () => reportHealth(node));
  server.register('admin.issues', async () => (await examineCluster(node)).issues);
  server.register('admin.statistics', () => readStatistics(node));
  server.register('admin.boxinfo', () => readBoxInfo(node));
  server.register('admin.bootstrap_vshard', () => bootstrapHere(node));
  server.register<{ action: 'pause' | 'resume' }>('failover.set_paused', ({ action }) => {
    failover.isPaused = action === 'pause';
    return true;
  });
  server.register('replication.restart', () => {
    replication.restart();
    return true;
  });
  server.register<{ role: string; method: string; args: unknown[] }>('rpc.call', ({ role, method, args }) =>
    node.roles.call(role, method, args),
  );
}
