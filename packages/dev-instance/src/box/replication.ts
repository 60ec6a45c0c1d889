import type { RpcConnection } from '../cluster/rpc-connection.ts';
import type { RpcPool } from '../cluster/rpc-pool.ts';
import type { Pushes, RpcServer } from '../cluster/rpc-server.ts';
import { describeError } from '../errors.ts';
import type { Box, JoinData } from './box.ts';
import type { Row, Vclock } from './operation.ts';

export interface Upstream {
  readonly uri: string;
  readonly uuid: string;
  status: 'connecting' | 'follow' | 'disconnected';
  message: string | null;
  connection: RpcConnection | null;
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

  constructor(options: { box: Box; rpc: RpcPool; server: RpcServer }) {
    this.#box = options.box;
    this.#rpc = options.rpc;
    options.server.register<{ uuid: string }>('box.join', ({ uuid }) => this.#admit(uuid));
    options.server.register<{ uuid: string; vclock: Vclock }>('box.subscribe', (args, pushes) =>
      this.#relay(args, pushes),
    );
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
      void this.#connect(upstream);
    }
  }

  upstream(uuid: string): Upstream | undefined {
    return this.#upstreams.get(uuid);
  }

  downstream(uuid: string): Downstream | undefined {
    return this.#downstreams.get(uuid);
  }

  countFollowing(): number {
    return [...this.#upstreams.values()].filter(upstream => upstream.status === 'follow').length;
  }

  /** Resolves once every upstream follows, or `quorum` of all members, this one included. */
  waitForQuorum(quorum: number | null): Promise<void> {
    return new Promise(resolve => {
      const check = () => {
        const needed = quorum === null ? this.#upstreams.size : Math.min(quorum - 1, this.#upstreams.size);
        if (this.countFollowing() < needed) return;
        this.#listeners.splice(this.#listeners.indexOf(check), 1);
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

  async #connect(upstream: Upstream): Promise<void> {
    while (this.#isCurrent(upstream)) {
      try {
        const connection = await this.#rpc.open(upstream.uri);
        upstream.connection = connection;
        await this.#followThrough(upstream, connection);
        await new Promise<void>(resolve => connection.onClose(() => resolve()));
        this.#disconnected(upstream, 'unexpected EOF when reading from socket');
      } catch (error) {
        upstream.connection?.close();
        this.#disconnected(upstream, reasonOf(error));
      }
      await new Promise(resolve => setTimeout(resolve, RETRY_MS).unref());
    }
  }

  #isCurrent(upstream: Upstream): boolean {
    return !this.#isClosed && this.#upstreams.get(upstream.uuid) === upstream;
  }

  async #followThrough(upstream: Upstream, connection: RpcConnection): Promise<void> {
    const args = { uuid: this.#box.instanceUuid, vclock: this.#box.vclock };
    await connection.subscribe('box.subscribe', args, row => this.#take(connection, row as Row));
    if (!this.#isCurrent(upstream)) {
      connection.close();
      return;
    }
    upstream.status = 'follow';
    upstream.message = null;
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

  #relay({ uuid, vclock }: { uuid: string; vclock: Vclock }, pushes: Pushes): boolean {
    if (this.#box.instanceUuid === null) throw new Error("Instance bootstrap hasn't finished yet");
    const missed = this.#box.rowsAfter(vclock);
    if (missed === null) throw new Error('Missing .xlog file: the replica must join anew');
    for (const row of missed) pushes.push(row);
    const stop = this.#box.onRow(row => pushes.push(row));
    this.#downstreams.set(uuid, 'follow');
    pushes.onClose(() => {
      stop();
      this.#downstreams.set(uuid, 'stopped');
    });
    return true;
  }
}

function reasonOf(error: unknown): string {
  const { message } = describeError(error);
  return message === 'Connection refused' ? 'connect' : message;
}
