import type { KubernetesObject, LabelSelector } from '../kubernetes/meta.ts';
import type { ReplicasetTemplate } from '../replicaset-template/types.ts';

/** tarantool.io/v1alpha1 Role: `numReplicasets` alike replicasets, each a StatefulSet. */
export interface Role extends KubernetesObject {
  spec?: RoleSpec;
  status?: RoleStatus;
}

export interface RoleSpec {
  numReplicasets?: number;
  /** picks ReplicasetTemplates; the first by name counts */
  selector?: LabelSelector;
  /** accepted and never read, as in 0.0.x */
  storageTemplate?: Partial<ReplicasetTemplate>;
  /** every instance of the replicasets is writable */
  allRw?: boolean;
  /** weight of its vshard storages; left out: people set it in Cartridge or by annotation */
  weight?: number;
  /** vshard group of its storages; left out: by label as in 0.0.x, else `default` */
  vshardGroup?: string;
}

export interface RoleStatus {
  observedGeneration?: number;
  /** StatefulSets that exist */
  numReplicasets?: number;
  /** StatefulSets whose pods are all Ready */
  readyReplicasets?: number;
  /** label selector of the Role's pods, for the scale subresource */
  selector?: string;
}
