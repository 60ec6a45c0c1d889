import type { ObjectMeta } from '@cartridge-on-kubernetes/api';

/** A command for a cure, with the object's namespace, as kubectl's default namespace is often another one. */
export function kubectl({ metadata }: { metadata: Pick<ObjectMeta, 'namespace'> }, command: string): string {
  const { namespace } = metadata;
  return namespace === undefined ? `\`kubectl ${command}\`` : `\`kubectl -n ${namespace} ${command}\``;
}
