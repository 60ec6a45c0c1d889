import { CartridgeError } from '../errors.ts';
import type { RpcServer } from '../rpc/rpc-server.ts';
import type { ClusterwideConfig } from '../topology/clusterwide-config.ts';
import type { ConfigApplier } from './config-applier.ts';
import { type ConfigStore, checksum } from './config-store.ts';
import { acceptsConfig } from './instance-state.ts';

export interface ParticipantOptions {
  readonly applier: ConfigApplier;
  readonly store: ConfigStore;
  readonly server: RpcServer;
  /** Rejects when a role refuses the config. */
  readonly validateRoles: (config: ClusterwideConfig, previous: ClusterwideConfig | null) => Promise<void>;
}

/** Registers the RPC methods by which another instance coordinates a change of the clusterwide config. */
export function registerParticipant(options: ParticipantOptions): void {
  const { applier, store, server } = options;

  server.register<{ config: ClusterwideConfig }>('config.prepare', async ({ config }) => {
    if (!acceptsConfig(applier.state)) {
      throw new CartridgeError(
        'Prepare2pcError',
        `Instance state is ${applier.state}, can't apply config in this state`,
      );
    }
    if (store.isLocked()) throw new CartridgeError('Prepare2pcError', 'Two-phase commit is locked');
    applier.expectConfig();
    await options.validateRoles(config, applier.config);
    store.prepare(config);
    return true;
  });

  server.register('config.commit', async () => {
    const config = store.commit();
    const isUnchanged = applier.config !== null && checksum(applier.config) === checksum(config);
    if (isUnchanged && applier.state === 'RolesConfigured') return true;
    await applier.apply(config);
    return true;
  });

  server.register('config.abort', () => {
    store.abort();
    return true;
  });

  server.register<{ config: ClusterwideConfig }>('config.reapply', async ({ config }) => {
    if (!acceptsConfig(applier.state)) {
      throw new CartridgeError(
        'ForceReapplyError',
        `Instance state is ${applier.state}, can't reapply config in this state`,
      );
    }
    store.abort();
    applier.expectConfig();
    store.write(config);
    // A boot takes long, so it is not awaited. The applier's state and error show how it ends.
    if (applier.state === 'Unconfigured') applier.apply(config).catch(() => {});
    else await applier.apply(config);
    return true;
  });
}
