/**
 * The in-process door to the API: what controllers, the scheduler and the node agent use.
 * Reads are synchronous and from memory; writes go through the same admission, validation,
 * defaulting and optimistic locking as over HTTP, and are on disk when the promise resolves.
 */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  generation?: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  generateName?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  managedFields?: unknown[];
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** A resource as discovery names it, for example `{ group: 'apps', version: 'v1', resource: 'statefulsets' }`; the core group is ''. */
export interface Resource {
  group: string;
  version: string;
  resource: string;
}

export interface ObjectKey {
  namespace?: string;
  name: string;
}

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

/** Rejections are ApiError (see ../http/api-error.ts): reason NotFound, AlreadyExists, Conflict, Invalid, Forbidden … */
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
