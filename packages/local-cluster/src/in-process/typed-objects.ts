import type { ObjectKey, ObjectMeta, Resource } from '../objects/kube-object.ts';
import type { Change, ObjectFilter, Objects } from './objects.ts';

/** A resource together with the TypeScript shape of its objects. */
export interface Kind<T> extends Resource {
  apiVersion: string;
  kind: string;
  /** never set: carries the type only */
  readonly shape?: T;
}

/** An object as the store returns it: its metadata is complete. */
export type Stored<T> = Omit<T, 'metadata'> & { apiVersion: string; kind: string; metadata: ObjectMeta };

export interface TypedChange<T> {
  type: Change['type'];
  object: Stored<T>;
  previous?: Stored<T>;
}

/** The in-process API with the types of the built-in kinds. */
export class TypedObjects {
  readonly raw: Objects;

  constructor(raw: Objects) {
    this.raw = raw;
  }

  read<T>(kind: Kind<T>, key: ObjectKey): Stored<T> | undefined {
    return this.raw.read(kind, key) as Stored<T> | undefined;
  }

  list<T>(kind: Kind<T>, filter?: ObjectFilter): Stored<T>[] {
    return this.raw.list(kind, filter) as unknown as Stored<T>[];
  }

  async create<T>(kind: Kind<T>, object: Omit<T, 'apiVersion' | 'kind'>): Promise<Stored<T>> {
    const full = { apiVersion: kind.apiVersion, kind: kind.kind, ...object };
    return (await this.raw.create(kind, asSent(full))) as unknown as Stored<T>;
  }

  async mergePatch<T>(kind: Kind<T>, key: ObjectKey, patch: unknown): Promise<Stored<T>> {
    return (await this.raw.mergePatch(kind, key, asSent(patch))) as unknown as Stored<T>;
  }

  async patchStatus<T>(kind: Kind<T>, key: ObjectKey, status: unknown): Promise<void> {
    await this.raw.mergePatch(kind, key, asSent({ status }), { subresource: 'status' });
  }

  delete(kind: Resource, key: ObjectKey, options?: Parameters<Objects['delete']>[2]): Promise<void> {
    return this.raw.delete(kind, key, options);
  }

  watch<T>(kind: Kind<T>, listener: (change: TypedChange<T>) => void): () => void {
    return this.raw.watch(kind, change => listener(change as unknown as TypedChange<T>));
  }
}

/** As it would travel: a copy without undefined fields. */
function asSent(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

export function keyOf(object: { metadata: { namespace?: string; name: string } }): ObjectKey {
  return { namespace: object.metadata.namespace, name: object.metadata.name };
}

export function formatKey(key: ObjectKey): string {
  return key.namespace ? `${key.namespace}/${key.name}` : key.name;
}

export function parseKey(text: string): ObjectKey {
  const slash = text.indexOf('/');
  return slash < 0 ? { name: text } : { namespace: text.slice(0, slash), name: text.slice(slash + 1) };
}

/** The reason of an API error ("NotFound", "Conflict" …), however it is wrapped. */
export function errorReason(error: unknown): string | undefined {
  const found = error as { reason?: unknown; status?: { reason?: unknown } } | undefined;
  const reason = found?.reason ?? found?.status?.reason;
  return typeof reason === 'string' ? reason : undefined;
}
