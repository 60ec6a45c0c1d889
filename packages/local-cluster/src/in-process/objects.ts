import type { KubeObject, ObjectKey, Resource } from '../objects/kube-object.ts';

export interface ObjectFilter {
  namespace?: string;
  /** equality and set expressions, as in a LabelSelector */
  selector?: {
    matchLabels?: Record<string, string>;
    matchExpressions?: Array<{ key: string; operator: string; values?: string[] }>;
  };
}

export interface Change {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: KubeObject;
  /** the object before this change; absent for ADDED */
  previous?: KubeObject;
}

export interface DeleteOptions {
  gracePeriodSeconds?: number;
  propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
  preconditions?: { uid?: string; resourceVersion?: string };
}

/**
 * The API in process, for controllers, the scheduler and the node agent. Reads are synchronous and from memory; writes go
 * through the same admission, validation, defaulting and optimistic locking as over HTTP, and are on disk when the promise
 * resolves. Refusals are ApiError (../errors/api-error.ts): reason NotFound, AlreadyExists, Conflict, Invalid, Forbidden …
 */
export interface Objects {
  /** Returned values are shared and must not be changed; copy before editing. */
  read(resource: Resource, key: ObjectKey): KubeObject | undefined;
  list(resource: Resource, filter?: ObjectFilter): KubeObject[];
  create(resource: Resource, object: unknown): Promise<KubeObject>;
  /** Full replacement; Conflict when metadata.resourceVersion is stale. */
  update(resource: Resource, object: KubeObject): Promise<KubeObject>;
  /** Replaces `status` only. */
  updateStatus(resource: Resource, object: KubeObject): Promise<KubeObject>;
  /** JSON merge patch (RFC 7386). */
  mergePatch(
    resource: Resource,
    key: ObjectKey,
    patch: unknown,
    options?: { subresource?: string },
  ): Promise<KubeObject>;
  delete(resource: Resource, key: ObjectKey, options?: DeleteOptions): Promise<void>;
  /** The listener is called after each commit, in order, first with ADDED for all that exists. Returns the function that stops it. */
  watch(resource: Resource, listener: (change: Change) => void): () => void;
  /** Every resource served now, custom ones included: what garbage collection and namespace deletion walk over. */
  resources(): Resource[];
}
