import type { Cluster } from '@cartridge-on-kubernetes/api';

export function isClusterReady(cluster: Cluster): boolean {
  const { state, conditions } = cluster.status ?? {};
  const ready = conditions?.find(condition => condition.type === 'Ready');
  if (ready === undefined) return state === 'Ready';
  const isCurrent =
    ready.observedGeneration === undefined || ready.observedGeneration === cluster.metadata?.generation;
  return ready.status === 'True' && isCurrent;
}
