import { compareResourceVersions, type KubeObject, objectKey } from '../objects.ts';

export type CacheChange<P> =
  | { kind: 'added'; key: string; value: P }
  | { kind: 'changed'; key: string; value: P; previous: P }
  | { kind: 'deleted'; key: string; previous: P };

interface Entry<P> {
  resourceVersion: string;
  uid: string;
  value: P;
}

export interface StoreOptions<T, P> {
  /** what to keep of an object; called once for each version */
  project: (object: T) => P;
  indexes: Readonly<Record<string, (value: P) => readonly string[]>>;
  onChange: (change: CacheChange<P>) => void;
}

/**
 * The objects of a watch cache by key, with indexes; reports what each write changed, and nothing where it changed
 * nothing.
 */
export class Store<T extends KubeObject, P> {
  readonly #options: StoreOptions<T, P>;
  readonly #entries = new Map<string, Entry<P>>();
  readonly #indexes = new Map<string, Map<string, Set<string>>>();

  constructor(options: StoreOptions<T, P>) {
    this.#options = options;
    for (const name of Object.keys(options.indexes)) this.#indexes.set(name, new Map());
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): P | undefined {
    return this.#entries.get(key)?.value;
  }

  resourceVersionOf(key: string): string | undefined {
    return this.#entries.get(key)?.resourceVersion;
  }

  keys(): IterableIterator<string> {
    return this.#entries.keys();
  }

  values(): P[] {
    return Array.from(this.#entries.values(), entry => entry.value);
  }

  byIndex(index: string, term: string): P[] {
    const keys = this.#indexes.get(index)?.get(term) ?? [];
    const values: P[] = [];
    for (const key of keys) {
      const entry = this.#entries.get(key);
      if (entry !== undefined) values.push(entry.value);
    }
    return values;
  }

  /** Keeps the object; by default unless what is stored is the same version or a newer one. */
  put(object: T, over: 'unless older' | 'whatever is stored' = 'unless older'): void {
    const key = objectKey(object);
    const { resourceVersion = '', uid = '' } = object.metadata ?? {};
    const stored = this.#entries.get(key);
    if (stored !== undefined) {
      if (stored.resourceVersion === resourceVersion && stored.uid === uid) return;
      const order = compareResourceVersions(resourceVersion, stored.resourceVersion);
      if (over === 'unless older' && order !== undefined && order < 0) return;
    }
    const value = this.#options.project(object);
    if (stored !== undefined) this.#unindex(key, stored.value);
    this.#entries.set(key, { resourceVersion, uid, value });
    this.#index(key, value);
    this.#options.onChange(
      stored === undefined
        ? { kind: 'added', key, value }
        : { kind: 'changed', key, value, previous: stored.value },
    );
  }

  delete(key: string): void {
    const stored = this.#entries.get(key);
    if (stored === undefined) return;
    this.#unindex(key, stored.value);
    this.#entries.delete(key);
    this.#options.onChange({ kind: 'deleted', key, previous: stored.value });
  }

  #index(key: string, value: P): void {
    for (const [name, terms] of this.#indexes) {
      for (const term of this.#options.indexes[name]?.(value) ?? []) {
        const keys = terms.get(term);
        if (keys === undefined) terms.set(term, new Set([key]));
        else keys.add(key);
      }
    }
  }

  #unindex(key: string, value: P): void {
    for (const [name, terms] of this.#indexes) {
      for (const term of this.#options.indexes[name]?.(value) ?? []) {
        const keys = terms.get(term);
        keys?.delete(key);
        if (keys?.size === 0) terms.delete(term);
      }
    }
  }
}
