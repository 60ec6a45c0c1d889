import { CartridgeError } from '../errors.ts';
import type { Membership } from '../membership/membership.ts';
import type { CallResult, RpcPool } from '../rpc/rpc-pool.ts';
import { activeServers, type ClusterwideConfig, findServer } from '../topology/clusterwide-config.ts';
import type { RoleSpec } from '../topology/roles.ts';
import { urisOf } from '../topology/uris-of.ts';
import { validateTopology } from '../topology/validate-topology.ts';
import { undrained, validateVshard } from '../topology/validate-vshard.ts';
import type { ConfigApplier } from './config-applier.ts';

const PREPARE_TIMEOUT_SECONDS = 10;
const COMMIT_TIMEOUT_SECONDS = 10;

export interface CoordinatorOptions {
  readonly uri: string;
  readonly applier: ConfigApplier;
  readonly rpc: RpcPool;
  readonly membership: Membership;
  readonly knownRoles: () => readonly RoleSpec[];
}

/** Changes the clusterwide config on all enabled instances, or on none. */
export class ConfigCoordinator {
  readonly #options: CoordinatorOptions;
  #isRunning = false;

  constructor(options: CoordinatorOptions) {
    this.#options = options;
  }

  async change(next: ClusterwideConfig): Promise<void> {
    if (this.#isRunning) {
      throw new CartridgeError('AtomicCallError', 'cartridge.patch_clusterwide is already running');
    }
    this.#isRunning = true;
    try {
      await this.#validate(next);
      await this.#commit(next);
    } finally {
      this.#isRunning = false;
    }
  }

  /** Drops the config locks of these instances and pushes this instance's config to them. */
  async forceReapply(uuids: readonly string[]): Promise<void> {
    const { applier, rpc } = this.#options;
    const config = applier.config;
    if (config === null)
      throw new CartridgeError('Config reapply failed', "Current instance isn't bootstrapped yet");
    const uris = urisOf(config.topology, uuids);
    const results = await rpc.callAll(
      uris,
      'config.reapply',
      { config },
      { timeoutSeconds: COMMIT_TIMEOUT_SECONDS },
    );
    throwLastError(results);
  }

  /** Checks the config itself first; then asks the storages to be removed whether they still hold buckets. */
  async #validate(next: ClusterwideConfig): Promise<void> {
    const { applier, uri, knownRoles, rpc } = this.#options;
    const previous = applier.config;
    const selfUuid =
      previous === null
        ? null
        : (activeServers(previous.topology).find(([, s]) => s.uri === uri)?.[0] ?? null);
    validateTopology({ next, previous, knownRoles: knownRoles(), selfUuid, selfUri: uri });
    for (const check of validateVshard(next, previous)) {
      const server = previous === null ? undefined : findServer(previous.topology, check.serverUuid);
      if (server === undefined) continue;
      const count = await rpc.call<number>(server.uri, 'vshard.count', {});
      if (count > 0) throw undrained(check.replicasetUuid);
    }
  }

  async #commit(config: ClusterwideConfig): Promise<void> {
    const { rpc, membership } = this.#options;
    const uris = activeServers(config.topology)
      .filter(([, server]) => !server.disabled)
      .map(([, server]) => server.uri)
      .sort();
    const prepared = await rpc.callAll(
      uris,
      'config.prepare',
      { config },
      { timeoutSeconds: PREPARE_TIMEOUT_SECONDS },
    );
    try {
      throwLastError(prepared);
    } catch (error) {
      const toAbort = uris.filter(uri => prepared.get(uri)?.ok);
      await rpc.callAll(toAbort, 'config.abort', {}, { timeoutSeconds: PREPARE_TIMEOUT_SECONDS });
      throw error;
    }
    // After `prepare`: a wiped instance must know no other member when a change reaches it, as in the real Cartridge.
    for (const uri of uris) if (membership.member(uri)?.status !== 'alive') membership.introduce(uri);
    throwLastError(await rpc.callAll(uris, 'config.commit', {}, { timeoutSeconds: COMMIT_TIMEOUT_SECONDS }));
  }
}

/** If several instances fail, the error of the last URI is the one reported. */
function throwLastError(results: ReadonlyMap<string, CallResult<unknown>>): void {
  const failed = [...results.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, result]) => !result.ok);
  const last = failed.at(-1)?.[1];
  if (last !== undefined && !last.ok) throw last.error;
}
