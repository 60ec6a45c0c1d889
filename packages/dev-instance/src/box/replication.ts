import { lookup } from 'node:dns/promises';
import { inBackground } from '@cartridge-on-kubernetes/process';
import { describeError } from '../errors.ts';
import { requireHostPort } from '../options/uri.ts';
import type { RpcConnection } from '../rpc/rpc-connection.ts';
import type { RpcPool } from '../rpc/rpc-pool.ts';
import type { Pushes, RpcServer } from '../rpc/rpc-server.ts';
import type { Box, JoinData } from './box.ts';
import { HangingConnection } from './hanging-connection.ts';
import type { Row, Vclock } from './operation.ts';

export interface Upstream {
  readonly uri: string;
  readonly uuid: string;
  /** connect: the try hangs; stopped: the peer's data contradicts this instance's, nothing is tried any more */
  status: 'connecting' | 'connect' | 'follow' | 'disconnected' | 'stopped';
  message: string | null;
  connection: RpcConnection | null;
}

interface Subscription {
  uuid: string;
  vclock: Vclock;
  /** `BoxState.origin` of the subscriber's data; null: not known */
  origin: string | null;
}

interface SubscribeAnswer {
  /** why no row will come */
  contradiction?: string;
}

type Downstream = 'follow' | 'stopped';

const RETRY_MS = 200;

/** Keeps this instance following the other members of its replicaset, and lets them follow it. */
export class Replication {
  readonly #box: Box;
  readonly #rpc: RpcPool;
  readonly #upstreams = new Map<string, Upstream>();
  readonly #downstreams = new Map<string, Downstream>();
  readonly #listeners: (() => void)[] = [];
  #isClosed = false;
  #isStarting = true;

  constructor(options: { box: Box; rpc: RpcPool; server: RpcServer }) {
    this.#box = options.box;
    this.#rpc = options.rpc;
    options.server.register<{ uuid: string }>('box.join', ({ uuid }) => this.#admit(uuid));
    options.server.register<Subscription>('box.subscribe', (args, pushes) => this.#relay(args, pushes));
  }

  /** Everything from the leader, for a first start. */
  async join(leaderUri: string, uuids: { instance: string; replicaset: string }): Promise<void> {
    const args = { uuid: uuids.instance };
    const data = await this.#rpc.call<JoinData>(leaderUri, 'box.join', args, { timeoutSeconds: 30 });
    this.#box.join(uuids.instance, uuids.replicaset, data);
  }

  /** Follows exactly these members from now on. */
  follow(members: readonly { uuid: string; uri: string }[]): void {
    for (const [uuid, upstream] of this.#upstreams) {
      if (members.some(member => member.uuid === uuid && member.uri === upstream.uri)) continue;
      this.#upstreams.delete(uuid);
      upstream.connection?.close();
    }
    for (const { uuid, uri } of members) {
      if (this.#upstreams.has(uuid)) continue;
      const upstream: Upstream = { uri, uuid, status: 'connecting', message: null, connection: null };
      this.#upstreams.set(uuid, upstream);
      inBackground(this.#connect(upstream), error => this.#disconnected(upstream, reasonOf(error)));
    }
  }

  /** Follows the same members over new connections. */
  restart(): void {
    const members = [...this.#upstreams.values()].map(({ uuid, uri }) => ({ uuid, uri }));
    this.follow([]);
    this.follow(members);
  }

  upstream(uuid: string): Upstream | undefined {
    return this.#upstreams.get(uuid);
  }

  downstream(uuid: string): Downstream | undefined {
    return this.#downstreams.get(uuid);
  }

  /** Resolves once every upstream was reached, or `quorum` of all members, this one included. */
  waitForQuorum(quorum: number | null): Promise<void> {
    return new Promise(resolve => {
      const check = () => {
        const needed = quorum === null ? this.#upstreams.size : Math.min(quorum - 1, this.#upstreams.size);
        if (this.#countReached() < needed) return;
        this.#listeners.splice(this.#listeners.indexOf(check), 1);
        this.#isStarting = false;
        resolve();
      };
      this.#listeners.push(check);
      check();
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const upstream of this.#upstreams.values()) upstream.connection?.close();
  }

  #countReached(): number {
    return [...this.#upstreams.values()].filter(({ status }) => status === 'follow' || status === 'stopped')
      .length;
  }

  async #connect(upstream: Upstream): Promise<void> {
    const hanging = new HangingConnection();
    while (this.#isCurrent(upstream)) {
      try {
        const connection = await this.#open(upstream, hanging);
        await this.#followThrough(upstream, connection);
        if (upstream.status === 'stopped') return;
        await new Promise<void>(resolve => connection.onClose(() => resolve()));
        this.#disconnected(upstream, 'unexpected EOF when reading from socket');
      } catch (error) {
        upstream.connection?.close();
        this.#disconnected(upstream, reasonOf(error));
      }
      await new Promise(resolve => setTimeout(resolve, RETRY_MS).unref());
    }
  }

  async #open(upstream: Upstream, hanging: HangingConnection): Promise<RpcConnection> {
    const { host } = requireHostPort(upstream.uri);
    // A name that leads nowhere fails again below, with the right words.
    const address = await lookup(host, { family: 4 }).then(
      found => found.address,
      () => null,
    );
    const hangs = () =>
      address !== null && hanging.hangs({ address, now: performance.now(), isStarting: this.#isStarting });
    while (hangs() && this.#isCurrent(upstream)) {
      upstream.status = 'connect';
      await new Promise(resolve => setTimeout(resolve, RETRY_MS).unref());
    }
    try {
      const connection = await this.#rpc.open(upstream.uri);
      hanging.succeeded();
      upstream.connection = connection;
      return connection;
    } catch (error) {
      if (address !== null) hanging.failed(address, performance.now());
      throw error;
    }
  }

  #isCurrent(upstream: Upstream): boolean {
    return !this.#isClosed && this.#upstreams.get(upstream.uuid) === upstream;
  }

  async #followThrough(upstream: Upstream, connection: RpcConnection): Promise<void> {
    const { instanceUuid: uuid, vclock, state } = this.#box;
    const args = { uuid, vclock, origin: state.origin };
    const onRow = (row: unknown) => this.#take(connection, row as Row);
    const { contradiction } = (await connection.subscribe('box.subscribe', args, onRow)) as SubscribeAnswer;
    if (contradiction !== undefined || !this.#isCurrent(upstream)) connection.close();
    if (!this.#isCurrent(upstream)) return;
    upstream.status = contradiction === undefined ? 'follow' : 'stopped';
    upstream.message = contradiction ?? null;
    for (const listener of [...this.#listeners]) listener();
  }

  /** A row that cannot be stored ends the connection, the next one starts from the last row that was. */
  #take(connection: RpcConnection, row: Row): void {
    try {
      this.#box.replicate(row);
    } catch {
      connection.close();
    }
  }

  #disconnected(upstream: Upstream, reason: string): void {
    upstream.status = 'disconnected';
    upstream.message = reason;
    upstream.connection = null;
  }

  #admit(uuid: string): JoinData {
    if (this.#box.instanceUuid === null) throw new Error("Instance bootstrap hasn't finished yet");
    this.#downstreams.set(uuid, 'stopped');
    return this.#box.admit(uuid);
  }

  #relay({ uuid, vclock, origin }: Subscription, pushes: Pushes): SubscribeAnswer {
    if (this.#box.instanceUuid === null) throw new Error("Instance bootstrap hasn't finished yet");
    if (this.#box.idOf(uuid) === undefined) {
      throw new Error(`Replica ${uuid} is not registered with replica set ${this.#box.replicasetUuid}`);
    }
    const own = this.#box.state.origin;
    if (origin !== null && own !== null && origin !== own) {
      return { contradiction: "Duplicate key exists in unique index 'primary' in space '_space'" };
    }
    const missed = this.#box.rowsAfter(vclock);
    if (missed === null) throw new Error('Missing .xlog file: the replica must join anew');
    for (const row of missed) pushes.push(row);
    const stop = this.#box.onRow(row => pushes.push(row));
    this.#downstreams.set(uuid, 'follow');
    pushes.onClose(() => {
      stop();
      this.#downstreams.set(uuid, 'stopped');
    });
    return {};
  }
}

function reasonOf(error: unknown): string {
  const { message } = describeError(error);
  return message === 'Connection refused' ? 'connect' : message;
}
