import type { KubeObject, ObjectKey } from './kube-object.ts';

/** Reads of other objects that admission and kind rules need. A storage is `group/resource`. */
export interface ObjectReader {
  read(storage: string, key: ObjectKey): KubeObject | undefined;
  list(storage: string, namespace?: string): KubeObject[];
}
