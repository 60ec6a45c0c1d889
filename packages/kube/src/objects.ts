import type { ObjectMeta } from '@cartridge-on-kubernetes/api';

/** What this package needs of an object; callers bring their own types. Parts may be missing before it is created. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata?: Partial<ObjectMeta>;
}

export interface KubeList<T> {
  metadata: { resourceVersion?: string; continue?: string; remainingItemCount?: number };
  items: T[];
}

/** The answer of a failed request. Source: apimachinery meta/v1 Status. */
export interface Status {
  kind?: string;
  status?: string;
  message?: string;
  reason?: string;
  code?: number;
  details?: {
    name?: string;
    group?: string;
    kind?: string;
    retryAfterSeconds?: number;
    causes?: Array<{ reason?: string; message?: string; field?: string }>;
  };
}

export type WatchEvent<T> =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED'; object: T }
  | { type: 'BOOKMARK'; object: KubeObject }
  | { type: 'ERROR'; object: Status };

/** `namespace/name`, or `name` for an object of the cluster. */
export function objectKey(object: KubeObject): string {
  const { namespace, name = '' } = object.metadata ?? {};
  return namespace === undefined || namespace === '' ? name : `${namespace}/${name}`;
}

/**
 * Negative, 0 or positive as in a sort; undefined where the versions are not the decimal counters that
 * kube-apiserver hands out, and so cannot be ordered.
 */
export function compareResourceVersions(a: string, b: string): number | undefined {
  if (!counter.test(a) || !counter.test(b)) return undefined;
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

const counter = /^[1-9][0-9]*$/;
