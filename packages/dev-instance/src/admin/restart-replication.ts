import type { Node } from '../cluster/node.ts';
import { urisOf } from '../topology/uris-of.ts';
import { requireConfig } from './topology-queries.ts';

/** Makes these instances follow their replicaset over new connections. Errors: that of an instance that failed to. */
export async function restartReplication(node: Node, uuids: readonly string[]): Promise<boolean> {
  const { topology } = requireConfig(node, 'RestartReplicationError');
  const answers = await node.rpc.callAll(urisOf(topology, uuids), 'replication.restart', {});
  for (const answer of answers.values()) if (!answer.ok) throw answer.error;
  return true;
}
