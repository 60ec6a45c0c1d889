import { v5 } from 'uuid';

/** Namespaces of 0.0.8. What a label or the live topology holds always wins over these. */
const INSTANCE_NAMESPACE = '73692ff6-eb42-46c2-92b6-65c45191368d';
const REPLICASET_NAMESPACE = 'c4fa9f56-a49a-4384-8bee-9a476725973f';

/**
 * Uuid of the instance in a pod. An expelled uuid can never join again, so what joins anew under the
 * same pod name has the next generation.
 */
export function instanceUuid(podName: string, generation = 0): string {
  return v5(generation === 0 ? podName : `${podName}#${generation}`, INSTANCE_NAMESPACE);
}

export function replicasetUuid(statefulSetName: string, generation = 0): string {
  return v5(generation === 0 ? statefulSetName : `${statefulSetName}#${generation}`, REPLICASET_NAMESPACE);
}
