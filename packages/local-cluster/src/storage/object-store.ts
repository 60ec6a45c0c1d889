import { storageFull } from '../errors/api-error.ts';
import type { KubeObject, ObjectKey } from '../objects/kube-object.ts';
import { objectJson } from '../objects/object-json.ts';
import { lockFolder } from './folder-lock.ts';
import { Journal } from './journal.ts';
import { KeyLock } from './key-lock.ts';
import type { StateRecord } from './record-format.ts';
import { type LoadedState, loadState } from './state-folder.ts';
import { type StoredChange, WatchHistory } from './watch-history.ts';

/** What a transaction wants: a new state of the object, its end, or nothing. */
export type Write =
  | { kind: 'put'; object: KubeObject }
  | { kind: 'delete'; object: KubeObject }
  | { kind: 'none' };

/**
 * All objects in memory, each change on disk before it is seen. A storage is a group and resource
 * (`apps/deployments`); the same objects may be served in several versions.
 */
export class ObjectStore {
  private readonly storages = new Map<string, Storage>();
  private readonly lock = new KeyLock();
  private readonly listeners = new Set<(change: StoredChange) => void>();
  private readonly folder: string;
  private readonly journal: Journal;
  private readonly unlock: () => void;
  private history: WatchHistory;
  /** version of the last committed change */
  version = 1;
  private lastGivenVersion: number;

  constructor(folder: string) {
    this.folder = folder;
    this.unlock = lockFolder(folder);
    const loaded = this.loadLocked();
    this.history = new WatchHistory(1);
    for (const record of loaded.records) this.replay(record);
    this.lastGivenVersion = this.version;
    this.journal = new Journal(folder, loaded, () => this.snapshot());
  }

  read(storage: string, key: ObjectKey): KubeObject | undefined {
    return this.storages.get(storage)?.objects.get(keyText(key));
  }

  /** In the order of namespace and name, as etcd keeps them. */
  list(storage: string, namespace?: string): KubeObject[] {
    const held = this.storages.get(storage);
    if (!held) return [];
    held.sorted ??= sorted(held.objects);
    return ofNamespace(held.sorted, namespace);
  }

  /** The result of `list` as of a committed version. */
  listAt(storage: string, version: number, namespace?: string): KubeObject[] | 'expired' {
    if (version >= this.version) return this.list(storage, namespace);
    const changes = this.changesAfter(storage, version);
    if (changes === 'expired') return changes;
    const objects = new Map(this.storages.get(storage)?.objects);
    for (const { object, previous } of changes.reverse()) {
      if (previous) objects.set(keyText(object.metadata), previous);
      else objects.delete(keyText(object.metadata));
    }
    return ofNamespace(sorted(objects), namespace);
  }

  storageNames(): string[] {
    return [...this.storages.keys()];
  }

  /**
   * Decides and carries out one change of one object; other transactions on that object wait. The object put gets the
   * next resourceVersion. Returns the object as stored (for a delete, as it last was).
   */
  async transact(
    storage: string,
    key: ObjectKey,
    decide: (current: KubeObject | undefined) => Write,
  ): Promise<KubeObject | undefined> {
    return await this.lock.run(`${storage} ${keyText(key)}`, async () => {
      const current = this.read(storage, key);
      const write = decide(current);
      if (write.kind === 'none') return current;
      this.lastGivenVersion += 1;
      const version = this.lastGivenVersion;
      const object = withVersion(write.object, version);
      const change: StoredChange = {
        type: write.kind === 'delete' ? 'DELETED' : current ? 'MODIFIED' : 'ADDED',
        storage,
        version,
        object,
        ...(current && { previous: current }),
      };
      await this.persist(change, key);
      return object;
    });
  }

  private loadLocked(): LoadedState {
    try {
      return loadState(this.folder);
    } catch (error) {
      this.unlock();
      throw error;
    }
  }

  private async persist(change: StoredChange, key: ObjectKey): Promise<void> {
    try {
      await this.journal.append(recordJson(change, key), () => this.apply(change));
    } catch (error) {
      throw storageFull(this.folder, error);
    }
  }

  /** Called in the order of commits. */
  onChange(listener: (change: StoredChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changesAfter(storage: string, version: number): StoredChange[] | 'expired' {
    return this.history.reachesBackTo(version) ? this.history.after(storage, version) : 'expired';
  }

  /** Whether no object of this storage is left. */
  isEmpty(storage: string): boolean {
    return (this.storages.get(storage)?.objects.size ?? 0) === 0;
  }

  async close(): Promise<void> {
    await this.journal.close();
    this.unlock();
  }

  private apply(change: StoredChange): void {
    this.remember(change);
    for (const listener of this.listeners) listener(change);
  }

  private remember(change: StoredChange): void {
    const { storage, object } = change;
    let held = this.storages.get(storage);
    if (!held) {
      held = { objects: new Map(), sorted: undefined };
      this.storages.set(storage, held);
    }
    const key = keyText(object.metadata);
    if (change.type === 'DELETED') held.objects.delete(key);
    else held.objects.set(key, object);
    held.sorted = undefined;
    this.version = Math.max(this.version, change.version);
    this.history.add(change);
  }

  private replay(record: StateRecord): void {
    if (record.op === 'header' || record.op === 'log') return;
    if (record.op === 'end') {
      this.version = record.version;
      this.history = new WatchHistory(record.version);
      return;
    }
    const { storage, version } = record;
    const key = record.op === 'put' ? record.object.metadata : record;
    const previous = this.read(storage, key);
    if (record.op === 'put') {
      const type = previous ? 'MODIFIED' : 'ADDED';
      this.remember({ type, storage, version, object: record.object, ...(previous && { previous }) });
    } else if (previous) {
      this.remember({ type: 'DELETED', storage, version, object: withVersion(previous, version), previous });
    }
  }

  private snapshot(): string[] {
    const lines: string[] = [];
    for (const [storage, { objects }] of this.storages)
      for (const object of objects.values())
        lines.push(putJson(storage, Number(object.metadata.resourceVersion), object));
    lines.push(JSON.stringify({ op: 'end', version: this.version }));
    return lines;
  }
}

interface Storage {
  objects: Map<string, KubeObject>;
  sorted: KubeObject[] | undefined;
}

function sorted(objects: ReadonlyMap<string, KubeObject>): KubeObject[] {
  return [...objects.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}

function ofNamespace(objects: KubeObject[], namespace: string | undefined): KubeObject[] {
  if (namespace === undefined || namespace === '') return objects;
  return objects.filter(object => object.metadata.namespace === namespace);
}

function keyText(key: ObjectKey): string {
  return `${key.namespace ?? ''}/${key.name}`;
}

function withVersion(object: KubeObject, version: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
}

function recordJson(change: StoredChange, key: ObjectKey): string {
  const { storage, version, object } = change;
  if (change.type !== 'DELETED') return putJson(storage, version, object);
  return JSON.stringify({ op: 'delete', storage, version, namespace: key.namespace ?? '', name: key.name });
}

function putJson(storage: string, version: number, object: KubeObject): string {
  return `{"op":"put","storage":${JSON.stringify(storage)},"version":${version},"object":${objectJson(object)}}`;
}
