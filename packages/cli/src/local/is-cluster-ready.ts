import type { CartridgeCluster } from './resources.ts';

export function isClusterReady(cluster: CartridgeCluster): boolean {
  const { state, conditions } = cluster.status ?? {};
  const ready = conditions?.find(condition => condition.type === 'Ready');
  if (ready === undefined) return state === 'Ready';
  const isCurrent =
    ready.observedGeneration === undefined || ready.observedGeneration === cluster.metadata?.generation;
  return ready.status === 'True' && isCurrent;
}
