import type { ObjectMeta } from '@cartridge-on-kubernetes/api';

/** A command as a person types it, for a cure: in the object's namespace, which is seldom the one kubectl assumes. */
export function kubectl({ metadata }: { metadata: Pick<ObjectMeta, 'namespace'> }, command: string): string {
  const { namespace } = metadata;
  return namespace === undefined ? `\`kubectl ${command}\`` : `\`kubectl -n ${namespace} ${command}\``;
}
