import type { Cluster, Pod, Role, StatefulSet } from '@cartridge-on-kubernetes/api';
import { isPodReady } from '../output/pod-table.ts';

export interface Application {
  pods: Pod[];
  clusters: Cluster[];
  roles: Role[];
  statefulSets: StatefulSet[];
}

/** What is wanted and not there yet, which neither a pod nor a Cluster's condition tells; a line each. */
export function findMissing({ pods, clusters, roles, statefulSets }: Application): string[] {
  const unseen = roles
    .filter(role => clusters.some(cluster => selects(cluster, role)))
    .filter(({ metadata, status }) => status?.observedGeneration !== metadata?.generation)
    .map(({ metadata }) => `The operator has not looked at Role ${metadata?.name} as it is now`);
  const short = statefulSets.flatMap(set => {
    const wanted = set.spec?.replicas ?? 1;
    const ready = pods.filter(pod => isOwnedBy(pod, set) && isPodReady(pod)).length;
    return ready < wanted ? [`StatefulSet ${set.metadata?.name} has ${ready} of ${wanted} pods Ready`] : [];
  });
  return [...unseen, ...short];
}

/** Whether the Cluster selects the Role. The operator ignores Roles that no Cluster selects. */
function selects({ spec }: Cluster, { metadata }: Role): boolean {
  const wanted = Object.entries(spec?.selector?.matchLabels ?? {});
  return wanted.length > 0 && wanted.every(([name, value]) => metadata?.labels?.[name] === value);
}

function isOwnedBy(pod: Pod, { metadata }: StatefulSet): boolean {
  return (pod.metadata?.ownerReferences ?? []).some(owner => owner.uid === metadata?.uid);
}
