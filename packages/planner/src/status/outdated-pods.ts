import type { World } from '../world/world.ts';

const REVISION_LABEL = 'controller-revision-hash';

/** Pods made from an earlier template of their StatefulSet. */
export function podsOfEarlierTemplate({ replicasets }: World): string[] {
  return replicasets.flatMap(({ statefulSet, instances }) => {
    const revision = statefulSet?.status?.updateRevision;
    if (
      revision === undefined ||
      (statefulSet?.status?.observedGeneration ?? 0) < (statefulSet?.metadata.generation ?? 0)
    )
      return [];
    return instances
      .filter(({ pod }) => {
        const own = pod?.metadata.labels?.[REVISION_LABEL];
        return own !== undefined && own !== revision;
      })
      .map(({ name }) => name);
  });
}
