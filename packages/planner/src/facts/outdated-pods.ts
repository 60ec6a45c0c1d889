import type { InstanceView, ReplicasetView } from '../views/views.ts';

const REVISION_LABEL = 'controller-revision-hash';

/** Instances whose pod was made from an earlier template of its StatefulSet. */
export function instancesOfEarlierTemplate({ statefulSet, instances }: ReplicasetView): InstanceView[] {
  const { updateRevision, observedGeneration = 0 } = statefulSet?.status ?? {};
  if (updateRevision === undefined || observedGeneration < (statefulSet?.metadata.generation ?? 0)) return [];
  return instances.filter(({ pod }) => {
    const own = pod?.metadata.labels?.[REVISION_LABEL];
    return own !== undefined && own !== updateRevision;
  });
}
