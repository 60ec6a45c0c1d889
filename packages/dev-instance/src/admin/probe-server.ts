import type { Node } from '../cluster/node.ts';
import { CartridgeError } from '../errors.ts';

/** One ping over UDP, which also introduces the other instance to the cluster. */
export async function probeServer(node: Node, uri: string): Promise<boolean> {
  if (uri === node.options.advertiseUri) return true;
  const answer = await node.membership.probe(uri);
  if (answer === 'answered') return true;
  throw new CartridgeError('ProbeServerError', `Probe "${uri}" failed: ${answer}`);
}
