import type { KubernetesObject } from '../kubernetes/meta.ts';
import type { StatefulSetSpec } from '../kubernetes/workloads.ts';

/** tarantool.io/v1alpha1 ReplicasetTemplate: a complete StatefulSetSpec that Roles select. */
export interface ReplicasetTemplate extends KubernetesObject {
  spec?: StatefulSetSpec;
}
