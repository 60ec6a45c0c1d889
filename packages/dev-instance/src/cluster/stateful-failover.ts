import { createHash } from 'node:crypto';
import { inBackground } from '@cartridge-on-kubernetes/process';
import { CartridgeError, describeError } from '../errors.ts';
import type { Membership } from '../membership/membership.ts';
import type { RpcPool } from '../rpc/rpc-pool.ts';
import type { RpcServer } from '../rpc/rpc-server.ts';
import { Etcd2Client } from '../state-provider/etcd2-client.ts';
import type { CoordinatorSession, StateProvider } from '../state-provider/state-provider.ts';
import { StateboardClient } from '../state-provider/stateboard-client.ts';
import { IMMUNITY_SECONDS, planAppointments } from '../topology/appointments.ts';
import {
  type ClusterwideConfig,
  emptyTopology,
  type FailoverSettings,
  findServer,
} from '../topology/clusterwide-config.ts';
import type { Issue } from '../topology/issues.ts';
import type { Leaders } from '../topology/leaders.ts';
import { FAILOVER_COORDINATOR } from '../topology/roles.ts';
import { type Appointments, viewMembers } from './failover.ts';

export interface StatefulOptions {
  readonly uri: string;
  readonly cookie: string;
  readonly membership: Membership;
  readonly rpc: RpcPool;
  readonly server: RpcServer;
  readonly instanceUuid: () => string | null;
  readonly isReadOnly: () => boolean;
}

export interface Promotion {
  readonly replicaset_uuid: string;
  readonly instance_uuid: string;
  readonly force_inconsistency?: boolean | null;
}

const POLL_MS = 200;
const WAIT_RW_SECONDS = 3;

/** Follows the appointments kept by a state provider; as coordinator, makes them. */
export class StatefulFailover implements Appointments {
  readonly #options: StatefulOptions;
  #provider: StateProvider | null = null;
  #providerKey = '';
  #config: ClusterwideConfig | null = null;
  #leaders: Leaders = {};
  #listener: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #immuneUntil: Record<string, number> = {};
  #holdsLock = false;
  #cookieProblem: string | null = null;
  problem: string | null = null;

  constructor(options: StatefulOptions) {
    this.#options = options;
    options.server.register<Promotion>('failover.appoint', promotion => this.#appoint(promotion));
    options.server.register('failover.wait_rw', () => this.#waitUntilWritable());
  }

  leaders(): Leaders {
    return this.#leaders;
  }

  onChange(listener: () => void): void {
    this.#listener = listener;
  }

  /** Reads the first appointments before `leaders` is called. While the provider is away the old appointments hold. */
  async configure(config: ClusterwideConfig): Promise<void> {
    this.#config = config;
    const { failover } = config.topology;
    if (failover.mode !== 'stateful') return this.stop();
    const key = JSON.stringify([failover.state_provider, failover.tarantool_params, failover.etcd2_params]);
    if (key === this.#providerKey) return;
    this.#provider?.close();
    this.#providerKey = key;
    this.#holdsLock = false;
    this.#provider = openProvider(failover);
    this.problem = null;
    await this.#step('Error fetching first appointments');
    await this.#checkCookieHash(failover);
    this.#schedule();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#provider?.close();
    this.#provider = null;
    this.#providerKey = '';
    this.#leaders = {};
    this.#holdsLock = false;
    this.#cookieProblem = null;
    this.problem = null;
  }

  /** Asks the active coordinator, then waits until the new leader can write. */
  async promote(promotion: Promotion): Promise<void> {
    const coordinator = await this.#requireProvider().readCoordinator();
    if (coordinator === null)
      throw new CartridgeError('PromoteLeaderError', 'There is no active coordinator');
    await this.#options.rpc.call(coordinator.uri, 'failover.appoint', promotion, {
      timeoutSeconds: WAIT_RW_SECONDS,
    });
    const leader = findServer(this.#config?.topology ?? emptyTopology(), promotion.instance_uuid);
    if (leader === undefined) return;
    await this.#options.rpc.call(leader.uri, 'failover.wait_rw', {}, { timeoutSeconds: WAIT_RW_SECONDS + 1 });
  }

  async listIssues(): Promise<Issue[]> {
    if (this.#provider === null) return [];
    const issue = (level: Issue['level'], message: string): Issue => ({
      level,
      topic: 'failover',
      message,
      instance_uuid: null,
      replicaset_uuid: null,
    });
    const issues: Issue[] = [];
    try {
      const coordinator = await this.#provider.readCoordinator();
      if (coordinator === null) issues.push(issue('warning', 'There is no active failover coordinator'));
    } catch (error) {
      issues.push(issue('warning', `Can't obtain failover coordinator: ${describeError(error).message}`));
    }
    if (this.#cookieProblem !== null)
      issues.push(issue('error', `Cookie hash check errored: ${this.#cookieProblem}`));
    return issues;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      inBackground(this.#poll(), error => {
        this.problem ??= error.message;
      });
    }, POLL_MS);
  }

  async #poll(): Promise<void> {
    try {
      await this.#step('Error fetching appointments');
    } finally {
      if (this.#provider !== null) this.#schedule();
    }
  }

  async #step(failure: string): Promise<void> {
    const provider = this.#provider;
    if (provider === null) return;
    try {
      if (this.#isCoordinator()) await this.#coordinate(provider);
      const leaders = await provider.readLeaders();
      if (provider !== this.#provider) return;
      this.problem = null;
      if (JSON.stringify(leaders) === JSON.stringify(this.#leaders)) return;
      this.#leaders = leaders;
      this.#listener();
    } catch (error) {
      // The first error stays until the provider has answered once, as in the real Cartridge.
      if (provider === this.#provider) this.problem ??= `${failure}: ${describeError(error).message}`;
    }
  }

  async #coordinate(provider: StateProvider): Promise<void> {
    const session = this.#session();
    const topology = this.#config?.topology;
    if (session === null || topology === undefined) return;
    this.#holdsLock = await provider.acquireLock(session);
    if (!this.#holdsLock) return;
    const changes = planAppointments({
      topology,
      leaders: await provider.readLeaders(),
      members: viewMembers(this.#options.membership),
      immuneUntil: this.#immuneUntil,
      now: performance.now(),
    });
    if (Object.keys(changes).length > 0) await this.#write(provider, session, changes);
  }

  async #write(provider: StateProvider, session: CoordinatorSession, changes: Leaders): Promise<void> {
    await provider.writeLeaders(session, changes);
    for (const replicaset of Object.keys(changes)) {
      this.#immuneUntil[replicaset] = performance.now() + IMMUNITY_SECONDS * 1000;
    }
  }

  async #appoint({ replicaset_uuid, instance_uuid }: Promotion): Promise<boolean> {
    const refuse = (message: string) => new CartridgeError('AppointmentError', message);
    const topology = this.#config?.topology;
    const session = this.#session();
    if (topology === undefined || session === null || !this.#holdsLock)
      throw refuse('No active coordinator session');
    if (topology.replicasets[replicaset_uuid] === undefined)
      throw refuse(`Replicaset "${replicaset_uuid}" doesn't exist`);
    const server = findServer(topology, instance_uuid);
    if (server === undefined) throw refuse(`Server "${instance_uuid}" doesn't exist`);
    if (server.replicasetUuid !== replicaset_uuid) {
      throw refuse(`Server "${instance_uuid}" doesn't belong to replicaset "${replicaset_uuid}"`);
    }
    if (!server.electable) throw refuse('Cannot appoint non-electable instance');
    await this.#write(this.#requireProvider(), session, { [replicaset_uuid]: instance_uuid });
    return true;
  }

  async #waitUntilWritable(): Promise<boolean> {
    const deadline = performance.now() + WAIT_RW_SECONDS * 1000;
    while (this.#options.isReadOnly()) {
      if (performance.now() > deadline) throw new CartridgeError('WaitRwError', 'timed out');
      await new Promise(resolve => setTimeout(resolve, POLL_MS / 10));
    }
    return true;
  }

  async #checkCookieHash(failover: FailoverSettings): Promise<void> {
    this.#cookieProblem = null;
    if (failover.check_cookie_hash === false) return;
    const hash = createHash('sha256').update(this.#options.cookie).digest('hex');
    try {
      await this.#requireProvider().checkCookieHash(hash);
    } catch (error) {
      this.#cookieProblem = describeError(error).message;
    }
  }

  #session(): CoordinatorSession | null {
    const uuid = this.#options.instanceUuid();
    return uuid === null ? null : { uuid, uri: this.#options.uri };
  }

  #isCoordinator(): boolean {
    const topology = this.#config?.topology;
    const self = topology && findServer(topology, this.#options.instanceUuid());
    return topology?.replicasets[self?.replicasetUuid ?? '']?.roles.includes(FAILOVER_COORDINATOR) ?? false;
  }

  #requireProvider(): StateProvider {
    if (this.#provider === null)
      throw new CartridgeError('StateProviderError', 'No state provider configured');
    return this.#provider;
  }
}

function openProvider(failover: FailoverSettings): StateProvider {
  if (failover.state_provider === 'tarantool' && failover.tarantool_params) {
    return new StateboardClient(failover.tarantool_params);
  }
  return new Etcd2Client(failover.etcd2_params ?? {});
}
