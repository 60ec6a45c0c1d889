import type { KubernetesEvent, KubernetesObject } from '@cartridge-on-kubernetes/api';
import { apiVersionOf, type Resource } from '@cartridge-on-kubernetes/kube';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * What a cache keeps of an object: without the bookkeeping, which takes up half of it and is never read, and with
 * apiVersion and kind, which items of a list do not carry.
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

/** Of an Event only what tells why a pod does not start: there may be thousands of them. */
export function slimEvent(event: KubernetesEvent): KubernetesEvent {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = event.metadata;
  const { involvedObject, type, reason, message, lastTimestamp, eventTime, series } = event;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: defined({ name, namespace, uid, resourceVersion, creationTimestamp }),
    involvedObject: defined({
      kind: involvedObject.kind,
      name: involvedObject.name,
      uid: involvedObject.uid,
    }),
    ...defined({ type, reason, message, lastTimestamp, eventTime, series }),
  };
}

function defined<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
