import { CartridgeError } from '../errors.ts';
import type { Etcd2Params, FailoverSettings, TarantoolParams } from './clusterwide-config.ts';

const MODES = ['disabled', 'eventual', 'stateful', 'raft'];
const PREFIX = 'topology_new.failover';
const refuse = (message: string) => new CartridgeError('Invalid cluster topology config', message);

export function validateFailover(failover: FailoverSettings): void {
  if (!MODES.includes(failover.mode)) throw refuse(`${PREFIX} unknown mode "${failover.mode}"`);
  if (failover.mode === 'raft') {
    throw refuse(
      "Your Tarantool version doesn't support raft failover mode, need Tarantool 2.10 or higher, got 2.6.0",
    );
  }
  validateDurations(failover);
  validateProvider(failover);
  if (failover.tarantool_params) validateTarantoolParams(failover.tarantool_params);
  if (failover.etcd2_params) validateEtcd2Params(failover.etcd2_params);
  if (failover.mode === 'stateful' && failover.fencing_enabled) validateFencing(failover);
}

function validateDurations(failover: FailoverSettings): void {
  for (const name of ['failover_timeout', 'fencing_timeout', 'autoreturn_delay'] as const) {
    const value = failover[name];
    if (value !== undefined && value < 0)
      throw refuse(`${PREFIX}.${name} must be non-negative, got ${value}`);
  }
  if (failover.fencing_pause !== undefined && failover.fencing_pause <= 0) {
    throw refuse(`${PREFIX}.fencing_pause must be positive, got ${failover.fencing_pause}`);
  }
}

function validateProvider(failover: FailoverSettings): void {
  if (failover.state_provider === undefined) {
    if (failover.mode === 'stateful') throw refuse(`${PREFIX} missing state_provider for mode "stateful"`);
    return;
  }
  switch (failover.state_provider) {
    case 'tarantool':
      if (!failover.tarantool_params) throw refuse(`${PREFIX} missing tarantool_params`);
      return;
    case 'etcd2':
      if (!failover.etcd2_params) throw refuse(`${PREFIX} missing etcd2_params`);
      return;
    default:
      throw refuse(`${PREFIX} unknown state_provider "${failover.state_provider}"`);
  }
}

function validateTarantoolParams(params: TarantoolParams): void {
  const problem = uriProblem(params.uri.replace(/^tcp:\/\//, ''));
  if (problem !== null) throw refuse(`${PREFIX}.tarantool_params.uri: ${problem.replace('%s', params.uri)}`);
}

function validateEtcd2Params(params: Etcd2Params): void {
  (params.endpoints ?? []).forEach((endpoint, index) => {
    const problem = uriProblem(endpoint.replace(/^https?:\/\//, '').replace(/\/$/, ''));
    if (problem === null) return;
    throw refuse(`${PREFIX}.etcd2_params.endpoints[${index + 1}]: ${problem.replace('%s', endpoint)}`);
  });
  if (params.lock_delay !== undefined && params.lock_delay < 0) {
    throw refuse(`${PREFIX}.etcd2_params.lock_delay must be non-negative, got ${params.lock_delay}`);
  }
}

function uriProblem(address: string): string | null {
  if (!/^[^\s:/]+(:\d+)?$/.test(address)) return 'Invalid URI "%s"';
  return /:\d+$/.test(address) ? null : 'Invalid URI "%s" (missing port)';
}

/** Defaults are not applied here, as in the real Cartridge. */
function validateFencing(failover: FailoverSettings): void {
  if (failover.failover_timeout === undefined) {
    throw refuse(`${PREFIX}.failover_timeout must be specified when fencing is enabled`);
  }
  if (failover.fencing_timeout === undefined) {
    throw refuse('attempt to compare nil with number');
  }
  if (failover.failover_timeout <= failover.fencing_timeout) {
    throw refuse(`${PREFIX}.failover_timeout must be greater than fencing_timeout`);
  }
}
