import { isBroken } from '../cluster/instance-state.ts';
import type { Node } from '../cluster/node.ts';
import { CartridgeError } from '../errors.ts';
import { type TopologyView, viewTopology } from '../topology/topology-view.ts';

/** The topology as this instance sees it. An instance that could not start throws its error instead. */
export function readOwnTopology(node: Node): TopologyView {
  const { applier, membership, failover } = node;
  if (isBroken(applier.state) && applier.error !== null) throw applier.error;
  return viewTopology({ config: applier.config, members: membership.members(), leaders: failover.leaders });
}

/** An unconfigured instance passes the question on to a configured one, if it knows any. */
export async function readTopology(node: Node): Promise<TopologyView> {
  const peer = configuredPeer(node);
  if (peer === null) return readOwnTopology(node);
  try {
    return await node.rpc.call<TopologyView>(peer, 'admin.topology', {});
  } catch {
    return readOwnTopology(node);
  }
}

/** The living configured member with the lowest URI; null on an instance that is configured itself. */
export function configuredPeer(node: Node): string | null {
  if (node.applier.state !== 'Unconfigured') return null;
  const uris = node.membership
    .members()
    .filter(member => member.status === 'alive' && member.payload?.uuid)
    .map(member => member.uri)
    .sort();
  return uris[0] ?? null;
}

export function requireConfig(node: Node, className: string) {
  const config = node.applier.config;
  if (config === null || node.applier.state === 'Unconfigured') {
    throw new CartridgeError(className, "Current instance isn't bootstrapped yet");
  }
  return config;
}
