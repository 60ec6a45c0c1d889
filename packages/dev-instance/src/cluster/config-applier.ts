import type { Box } from '../box/box.ts';
import type { Replication } from '../box/replication.ts';
import { CartridgeError, describeError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Member } from '../membership/member.ts';
import type { Membership } from '../membership/membership.ts';
import type { RoleRunner } from '../roles/role-runner.ts';
import {
  activeServers,
  type ClusterwideConfig,
  emptyTopology,
  findServer,
  findServerByUri,
} from '../topology/clusterwide-config.ts';
import { notImitated } from '../topology/not-imitated.ts';
import { chooseBootstrapLeader } from './bootstrap-leader.ts';
import type { ConfigStore } from './config-store.ts';
import type { Failover } from './failover.ts';
import type { InstanceState } from './instance-state.ts';
import type { SwitchOver } from './switch-over.ts';

export interface ApplierOptions {
  readonly uri: string;
  readonly workdir: string;
  readonly log: Log;
  readonly box: Box;
  readonly replication: Replication;
  readonly store: ConfigStore;
  readonly membership: Membership;
  readonly failover: Failover;
  readonly roles: RoleRunner;
  readonly switchOver: SwitchOver;
  readonly connectQuorum: number | null;
}

const JOIN_RETRY_MS = 100;

/** Walks the instance through its states and makes it what the clusterwide config says. */
export class ConfigApplier {
  readonly #options: ApplierOptions;
  #state: InstanceState = '';
  #queue: Promise<void> = Promise.resolve();
  readonly #warnedOf = new Set<string>();
  #heard: readonly Member[] | null = null;
  config: ClusterwideConfig | null = null;
  error: CartridgeError | null = null;
  stateSince = performance.now();

  constructor(options: ApplierOptions) {
    this.#options = options;
    options.failover.onChange(() => {
      this.#enqueue(() => this.#applyLeaderChange()).catch(error =>
        options.log.error(describeError(error).message),
      );
    });
  }

  get state(): InstanceState {
    return this.#state;
  }

  /** First thing after the start: an instance without a config waits to be joined. */
  start(): void {
    const { store, box, membership, workdir } = this.#options;
    if (!store.exists() && !box.hasSnapshot()) {
      this.#setState('Unconfigured');
      return;
    }
    try {
      this.config = loadConfig(store, workdir, () => this.#setState('ConfigFound'));
    } catch (error) {
      this.#fail('InitError', error);
      return;
    }
    const config = this.config;
    this.#setState('ConfigLoaded');
    for (const [, server] of activeServers(config.topology)) membership.introduce(server.uri);
    this.#enqueue(() => this.#boot(config)).catch(error => this.#fail('BootError', error));
  }

  /** Called before a config is stored. An unconfigured instance boots with the members it knows at this moment. */
  expectConfig(): void {
    if (this.#state === 'Unconfigured') this.#heard = this.#options.membership.members();
  }

  /** Takes over a committed config; resolves once it is applied, rejects with what went wrong. */
  apply(config: ClusterwideConfig): Promise<void> {
    return this.#enqueue(async () => {
      if (this.#state === 'Unconfigured') await this.#boot(config);
      else await this.#configure(config);
      if (this.error !== null) throw this.error;
    });
  }

  #enqueue(step: () => Promise<void>): Promise<void> {
    const result = this.#queue.then(step);
    // The caller gets the error; the next step only waits for the end of this step.
    this.#queue = result.catch(() => {});
    return result;
  }

  async #boot(config: ClusterwideConfig): Promise<void> {
    const { box, membership, replication, connectQuorum } = this.#options;
    this.config = config;
    this.error = null;
    try {
      if (box.hasSnapshot()) this.#recover(config);
      else await this.#bootstrap(config);
    } catch (error) {
      return this.#fail('BootError', error);
    }
    membership.setPayload({ uuid: box.instanceUuid });
    this.#setState('ConnectingFullmesh');
    this.#followPeers(config);
    await replication.waitForQuorum(connectQuorum);
    this.#setState('BoxConfigured');
    await this.#configure(this.config);
  }

  #recover(config: ClusterwideConfig): void {
    const { box } = this.#options;
    this.#setState('RecoveringSnapshot');
    box.recover();
    const uuid = box.instanceUuid;
    if (findServer(config.topology, uuid) !== undefined) return;
    throw new CartridgeError('BootError', `Server ${uuid} not in clusterwide config, no idea what to do now`);
  }

  async #bootstrap(config: ClusterwideConfig): Promise<void> {
    const { uri, box, membership, replication, log } = this.#options;
    const instance = findServerByUri(config.topology, uri);
    const replicaset = findServer(config.topology, instance ?? null)?.replicasetUuid;
    if (instance === undefined || replicaset === undefined) {
      throw new CartridgeError(
        'BootError',
        `Missing ${uri} in clusterwide config, check advertise_uri correctness`,
      );
    }
    this.#setState('BootstrappingBox');
    for (let attempt = 0; ; attempt++) {
      const heard = this.#heard ?? membership.members();
      const leader = chooseBootstrapLeader({ topology: config.topology, replicaset, instance, heard });
      if (leader.uuid === instance) return box.bootstrap(instance, replicaset);
      try {
        return await replication.join(leader.uri, { instance, replicaset });
      } catch (error) {
        if (attempt % 50 === 0)
          log.warn(`Can't join ${leader.uri}: ${describeError(error).message}, will retry`);
        await new Promise(resolve => setTimeout(resolve, JOIN_RETRY_MS));
      }
    }
  }

  async #configure(config: ClusterwideConfig): Promise<void> {
    const { failover, membership } = this.#options;
    this.#warnOfFailover(config);
    this.config = config;
    this.error = null;
    this.#setState('ConfiguringRoles');
    for (const [, server] of activeServers(config.topology)) {
      if (membership.member(server.uri)?.status !== 'alive') membership.introduce(server.uri);
    }
    membership.suspectTimeoutSeconds = config.topology.failover.failover_timeout ?? 20;
    await failover.configure(config);
    this.#followPeers(config);
    await this.#applyRoles({ isErrorFatal: true });
  }

  #warnOfFailover({ topology }: ClusterwideConfig): void {
    for (const text of notImitated(topology.failover)) {
      if (this.#warnedOf.has(text)) continue;
      this.#warnedOf.add(text);
      this.#options.log.warn(`The dev instance keeps this setting and does not act on it: ${text}`);
    }
  }

  /** Applies the roles with the new leader. Their errors are only logged, as no request waits for them. */
  async #applyLeaderChange(): Promise<void> {
    if (this.#state !== 'RolesConfigured' && this.#state !== 'OperationError') return;
    this.#setState('ConfiguringRoles');
    await this.#applyRoles({ isErrorFatal: false });
  }

  async #applyRoles({ isErrorFatal }: { isErrorFatal: boolean }): Promise<void> {
    const { box, failover, membership, roles, log } = this.#options;
    const config = this.config;
    const server = findServer(config?.topology ?? emptyTopology(), box.instanceUuid);
    if (config === null || server === undefined) return this.#setState('RolesConfigured');
    const replicaset = config.topology.replicasets[server.replicasetUuid];
    const leader = failover.leaders[server.replicasetUuid] ?? null;
    const isMaster = leader === box.instanceUuid;
    const isWritable = isMaster || (replicaset?.allRw ?? false);
    if (isWritable && box.isReadOnly) await this.#catchUp(config);
    box.isReadOnly = !isWritable;
    membership.setPayload({ leader_uuid: leader });
    try {
      await roles.apply(config, { enabled: replicaset?.roles ?? [], isMaster });
      this.#forgetExpelled(config);
      this.#setState('RolesConfigured');
    } catch (error) {
      log.error(describeError(error).message);
      if (isErrorFatal) this.#fail('OperationError', error);
      else this.#setState('RolesConfigured');
    }
  }

  /** Under stateful failover a new leader first gets the rows that the previous leader wrote. */
  async #catchUp(config: ClusterwideConfig): Promise<void> {
    const { box, membership, switchOver } = this.#options;
    const previous = membership.self.payload?.leader_uuid ?? null;
    const server = findServer(config.topology, previous);
    if (config.topology.failover.mode !== 'stateful' || previous === box.instanceUuid || !server) return;
    await switchOver.catchUpWith(server.uri);
  }

  /** The leader drops a replica that was expelled and has stopped following. */
  #forgetExpelled(config: ClusterwideConfig): void {
    const { box, replication } = this.#options;
    if (box.isReadOnly) return;
    for (const [id, uuid] of [...box.state.cluster]) {
      const isGone =
        config.topology.servers[uuid] === 'expelled' && replication.downstream(uuid) !== 'follow';
      if (isGone) box.write({ kind: 'unregister', id });
    }
  }

  #followPeers(config: ClusterwideConfig): void {
    const { box, replication } = this.#options;
    const self = findServer(config.topology, box.instanceUuid);
    const peers = activeServers(config.topology).filter(
      ([uuid, server]) =>
        uuid !== box.instanceUuid && !server.disabled && server.replicasetUuid === self?.replicasetUuid,
    );
    replication.follow(peers.map(([uuid, server]) => ({ uuid, uri: server.uri })));
  }

  #fail(state: InstanceState, error: unknown): void {
    const { className, message } = describeError(error);
    this.error = new CartridgeError(className, message, { cause: error });
    this.#options.log.error(message);
    this.#setState(state);
  }

  #setState(state: InstanceState): void {
    if (state === this.#state) return;
    this.#options.log.info(`Instance state changed: ${this.#state} -> ${state}`);
    this.#state = state;
    this.stateSince = performance.now();
    this.#options.membership.setPayload({ state });
  }
}

function loadConfig(store: ConfigStore, workdir: string, onFound: () => void): ClusterwideConfig {
  if (!store.exists()) {
    throw new CartridgeError(
      'InitError',
      `Snapshot was found in ${workdir}, but config.yml wasn't. Where did it go?`,
    );
  }
  onFound();
  return store.load();
}
