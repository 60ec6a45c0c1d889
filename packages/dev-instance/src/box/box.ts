import { randomUUID } from 'node:crypto';
import { type BoxSnapshot, BoxState } from './box-state.ts';
import { Journal, type StoredBox } from './journal.ts';
import type { Operation, Row, Vclock } from './operation.ts';

const ROWS_BETWEEN_SNAPSHOTS = 20_000;

/** The data that a new replica gets, and the vclock up to which it is complete. */
export interface JoinData {
  readonly vclock: Vclock;
  readonly state: BoxSnapshot;
}

/** The database of one instance: data in memory, a journal on disk, a log for its replicas. */
export class Box {
  readonly state = new BoxState();
  readonly #journal: Journal;
  readonly #log: Row[] = [];
  readonly #listeners = new Set<(row: Row) => void>();
  /** Rows up to this vclock are no longer in the log: a replica that lacks them must join anew. */
  #floor: Vclock = {};
  #uuids: { instance: string; replicaset: string } | undefined;
  vclock: Vclock = {};
  isReadOnly = true;

  constructor(folder: string) {
    this.#journal = new Journal(folder);
  }

  hasSnapshot(): boolean {
    return this.#journal.hasSnapshot();
  }

  /** Null until the database is up. */
  get instanceUuid(): string | null {
    return this.#uuids?.instance ?? null;
  }

  get replicasetUuid(): string | null {
    return this.#uuids?.replicaset ?? null;
  }

  get replicaId(): number {
    return this.idOf(this.#uuids?.instance ?? '') ?? 0;
  }

  idOf(uuid: string): number | undefined {
    for (const [id, known] of this.state.cluster) if (known === uuid) return id;
    return undefined;
  }

  recover(): void {
    const { stored, rows } = this.#journal.read();
    this.#start(stored);
    for (const row of rows) this.#apply(row);
  }

  /** The first instance of a replicaset starts from nothing. */
  bootstrap(instanceUuid: string, replicasetUuid: string): void {
    const state = { ...new BoxState().snapshot(), origin: randomUUID() };
    this.#start({ instanceUuid, replicasetUuid, vclock: {}, state });
    this.#append({ kind: 'register', id: 1, uuid: instanceUuid }, 1);
    this.#snapshot();
  }

  /** A replica starts from what its leader holds. */
  join(instanceUuid: string, replicasetUuid: string, data: JoinData): void {
    this.#start({ instanceUuid, replicasetUuid, ...data });
    this.#snapshot();
  }

  /** Gives a new replica its id and everything it needs to start. */
  admit(uuid: string): JoinData {
    if (this.idOf(uuid) === undefined) {
      const id = Math.max(0, ...this.state.cluster.keys()) + 1;
      this.write({ kind: 'register', id, uuid });
    }
    return { vclock: { ...this.vclock }, state: this.state.snapshot() };
  }

  write(op: Operation): void {
    this.#append(op, this.replicaId);
  }

  /** Rows of another replica; those already here are skipped. */
  replicate(row: Row): void {
    if (row.lsn <= (this.vclock[row.id] ?? 0)) return;
    this.#journal.append(row);
    this.#apply(row);
    if (this.#journal.length > ROWS_BETWEEN_SNAPSHOTS) this.#snapshot();
  }

  /** Rows that a replica with this vclock lacks; null when they are no longer kept. */
  rowsAfter(vclock: Vclock): Row[] | null {
    for (const [id, lsn] of Object.entries(this.#floor)) {
      if ((vclock[Number(id)] ?? 0) < lsn) return null;
    }
    return this.#log.filter(row => row.lsn > (vclock[row.id] ?? 0));
  }

  onRow(listener: (row: Row) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#journal.close();
  }

  #start(stored: StoredBox): void {
    this.#uuids = { instance: stored.instanceUuid, replicaset: stored.replicasetUuid };
    this.state.restore(stored.state);
    this.vclock = { ...stored.vclock };
    this.#floor = { ...stored.vclock };
  }

  #append(op: Operation, id: number): void {
    const row: Row = { id, lsn: (this.vclock[id] ?? 0) + 1, op };
    this.#journal.append(row);
    this.#apply(row);
    if (this.#journal.length > ROWS_BETWEEN_SNAPSHOTS) this.#snapshot();
  }

  #apply(row: Row): void {
    if (row.lsn <= (this.vclock[row.id] ?? 0)) return;
    this.state.apply(row.op);
    this.vclock[row.id] = row.lsn;
    this.#log.push(row);
    if (this.#log.length > ROWS_BETWEEN_SNAPSHOTS) this.#trim();
    for (const listener of this.#listeners) listener(row);
  }

  #trim(): void {
    for (const row of this.#log.splice(0, ROWS_BETWEEN_SNAPSHOTS / 2)) this.#floor[row.id] = row.lsn;
  }

  #snapshot(): void {
    if (this.#uuids === undefined) return;
    this.#journal.writeSnapshot({
      instanceUuid: this.#uuids.instance,
      replicasetUuid: this.#uuids.replicaset,
      vclock: this.vclock,
      state: this.state.snapshot(),
    });
  }
}
