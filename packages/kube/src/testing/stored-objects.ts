import type { KubeObject } from '../objects.ts';

export type Stored = KubeObject & { metadata: NonNullable<KubeObject['metadata']>; [field: string]: unknown };

export interface Change {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  collection: string;
  object: Stored;
  version: number;
  /** the event of it, once it was sent */
  line?: string;
}

export interface Selection {
  namespace: string | undefined;
  labels: string | null;
  fields: string | null;
}

/** Objects by collection (`apis/apps/v1/statefulsets`), with one counter and a history for watches. */
export class StoredObjects {
  readonly #collections = new Map<string, Map<string, Stored>>();
  readonly #changes: Change[] = [];
  readonly #now: () => number;
  /** changes up to here are forgotten: a watch from before gets 410 */
  forgottenUntil = 0;
  version = 100;
  #uid = 0;

  constructor(now: () => number = () => Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  get lastChange(): Change | undefined {
    return this.#changes.at(-1);
  }

  changesSince(version: number): Change[] {
    const first = this.#changes.findIndex(change => change.version > version);
    return first === -1 ? [] : this.#changes.slice(first);
  }

  list(collection: string, selection: Selection): Stored[] {
    const objects = [...(this.#collections.get(collection)?.values() ?? [])];
    return objects
      .filter(object => matches(object, selection))
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }

  get(collection: string, key: string): Stored | undefined {
    return this.#collections.get(collection)?.get(key);
  }

  /** Stores a new version, or the first one. */
  put(collection: string, object: KubeObject): Stored {
    const objects = this.#objects(collection);
    const previous = objects.get(keyOf(object));
    this.version += 1;
    const stored: Stored = {
      ...object,
      metadata: {
        creationTimestamp: timestamp(this.#now()),
        generation: 1,
        ...object.metadata,
        ...(previous === undefined ? {} : { generation: nextGeneration(previous, object) }),
        uid: previous?.metadata.uid ?? `00000000-0000-4000-8000-${String(++this.#uid).padStart(12, '0')}`,
        resourceVersion: String(this.version),
      },
    };
    objects.set(keyOf(stored), stored);
    this.#remember({ type: previous === undefined ? 'ADDED' : 'MODIFIED', collection, object: stored });
    return stored;
  }

  delete(collection: string, key: string): Stored | undefined {
    const object = this.get(collection, key);
    if (object === undefined) return undefined;
    this.version += 1;
    this.#objects(collection).delete(key);
    const last = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.version) } };
    this.#remember({ type: 'DELETED', collection, object: last });
    return last;
  }

  /** Sets everything back to an earlier version, as a restored backup does. */
  restore(version: number): void {
    const kept = this.#changes.filter(change => change.version <= version);
    this.#changes.splice(0, Infinity, ...kept);
    this.#collections.clear();
    for (const { type, collection, object } of kept) {
      if (type === 'DELETED') this.#objects(collection).delete(keyOf(object));
      else this.#objects(collection).set(keyOf(object), object);
    }
    this.version = version;
  }

  #objects(collection: string): Map<string, Stored> {
    let objects = this.#collections.get(collection);
    if (objects === undefined) {
      objects = new Map();
      this.#collections.set(collection, objects);
    }
    return objects;
  }

  #remember(change: Omit<Change, 'version'>): void {
    this.#changes.push({ ...change, version: this.version });
  }
}

export function matches(object: Stored, { namespace, labels, fields }: Selection): boolean {
  if (namespace !== undefined && object.metadata.namespace !== namespace) return false;
  const labelsMatch = (labels ?? '').split(',').every(term => {
    const [key = '', value] = term.split('=');
    if (key === '') return true;
    const actual = object.metadata.labels?.[key];
    return value === undefined ? actual !== undefined : actual === value;
  });
  const fieldsMatch = (fields ?? '').split(',').every(term => {
    const [path = '', value = ''] = term.split('=');
    return path === '' || String(readPath(object, path)) === value;
  });
  return labelsMatch && fieldsMatch;
}

/** As kube-apiserver counts it: by changes of the spec alone. */
function nextGeneration(previous: Stored, next: KubeObject): number {
  const { generation = 1 } = previous.metadata;
  const { spec } = next as Stored;
  const isSame = previous.spec === spec || JSON.stringify(previous.spec) === JSON.stringify(spec);
  return isSame ? generation : generation + 1;
}

function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

function readPath(object: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], object);
}

function keyOf(object: KubeObject): string {
  return `${object.metadata?.namespace ?? ''}/${object.metadata?.name ?? ''}`;
}
