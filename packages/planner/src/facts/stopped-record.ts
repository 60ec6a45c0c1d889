import { annotations, type Cluster } from '@cartridge-on-kubernetes/api';

/**
 * Pods whose members the operator disabled when a smaller ReplicaCount stopped them. A member that a person disabled is
 * not among them and stays disabled.
 */
export function recordedAsStopped({ metadata }: Cluster): string[] {
  const text = metadata.annotations?.[annotations.stoppedMembers] ?? '';
  return text.split(',').filter(name => name !== '');
}

export function formatStopped(names: readonly string[]): string {
  return [...new Set(names)].sort().join(',');
}
