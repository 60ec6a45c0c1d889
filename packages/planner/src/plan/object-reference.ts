import type { KubernetesObject, ObjectReference } from '@cartridge-on-kubernetes/api';

export function objectReference(object: KubernetesObject): ObjectReference {
  const { name, namespace = '', uid } = object.metadata;
  const reference = { apiVersion: object.apiVersion, kind: object.kind, namespace, name };
  return uid === undefined ? reference : { ...reference, uid };
}

/** `Kind/name`, as people write it for kubectl. */
export function formatReference({ kind, name }: ObjectReference): string {
  return `${kind}/${name}`;
}
