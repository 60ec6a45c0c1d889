import type { KubernetesObject } from '@cartridge/api';
import { apiVersionOf, type Resource } from '@cartridge/kube';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What a cache keeps of an object: without the bookkeeping that takes up half of it and that nobody here reads,
 * and with apiVersion and kind, which items of a list do not carry.
 */
export function slim<T extends KubernetesObject>(resource: Resource<T>): (object: T) => T {
  const apiVersion = apiVersionOf(resource);
  const { kind } = resource;
  return object => {
    const metadata: T['metadata'] & { managedFields?: unknown } = { ...object.metadata };
    delete metadata.managedFields;
    if (metadata.annotations?.[lastApplied] !== undefined) {
      const { [lastApplied]: _dropped, ...annotations } = metadata.annotations;
      metadata.annotations = annotations;
    }
    return { ...object, apiVersion, kind, metadata };
  };
}
