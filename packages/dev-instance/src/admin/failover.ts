import type { adminApi } from '@cartridge-on-kubernetes/api';
import type { Node } from '../cluster/node.ts';
import { CartridgeError } from '../errors.ts';
import { activeServers } from '../topology/clusterwide-config.ts';
import {
  type FailoverParamsInput,
  patchFailoverParams,
  readFailoverParams,
} from '../topology/failover-params.ts';
import { requireConfig } from './topology-queries.ts';

export function readFailover(node: Node) {
  return readFailoverParams(node.applier.config?.topology.failover ?? { mode: 'disabled' });
}

export async function setFailoverParams(node: Node, input: FailoverParamsInput) {
  const config = requireConfig(node, 'FailoverSetParamsError');
  const failover = patchFailoverParams(config.topology.failover, input);
  await node.coordinator.change({ ...config, topology: { ...config.topology, failover } });
  return readFailoverParams(failover);
}

type PromoteInput = adminApi.MutationApiclusterFailover_PromoteArgs;

export async function promote(node: Node, input: PromoteInput): Promise<boolean> {
  const { mode } = readFailover(node);
  if (mode !== 'stateful') {
    throw new CartridgeError(
      'PromoteLeaderError',
      `Promotion only works with stateful or raft failover, not in "${mode}" mode`,
    );
  }
  await node.stateful.promote(input);
  return true;
}

/** A flag of the running processes: nothing is stored, a restart forgets it. */
export async function setFailoverPaused(node: Node, action: 'pause' | 'resume'): Promise<boolean> {
  const config = requireConfig(node, 'FailoverPauseError');
  const uris = activeServers(config.topology)
    .filter(([, server]) => !server.disabled)
    .map(([, server]) => server.uri);
  const answers = await node.rpc.callAll(uris, 'failover.set_paused', { action });
  for (const answer of answers.values()) {
    if (answer.ok) continue;
    const doing = action === 'pause' ? 'pausing' : 'resuming';
    throw new CartridgeError('FailoverPauseError', `Failover ${doing} failed, ${answer.error.message}`);
  }
  return true;
}
