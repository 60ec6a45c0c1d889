import type {
  Cluster,
  Instance,
  KubernetesEvent,
  ObjectReference,
  PersistentVolumeClaim,
  Pod,
  Replicaset,
  ReplicasetTemplate,
  Role,
  StatefulSet,
  Topology,
} from '@cartridge-on-kubernetes/api';
import type { InstanceAnswer, Snapshot } from '../snapshot.ts';

/** The snapshot, indexed: related objects are linked, so that concerns look nothing up. */
export interface Views {
  snapshot: Snapshot;
  cluster: Cluster;
  clusterRef: ObjectReference;
  roles: readonly RoleView[];
  /** Roles that the selector picks as well, but that another Cluster owns */
  foreignRoles: readonly RoleView[];
  /** of all roles: wanted or existing, by name */
  replicasets: readonly ReplicasetView[];
  replicasetsByName: ReadonlyMap<string, ReplicasetView>;
  /** of all replicasets: wanted, or with a pod, or a member */
  instances: readonly InstanceView[];
  /** null while no instance could be asked */
  topology: Topology | null;
  /** pod of the instance that answered with the topology; '' while there is none */
  asked: string;
  /** some instance has joined, as the topology shows */
  isFormed: boolean;
  /** members of the topology, by uuid */
  membersByUuid: ReadonlyMap<string, Instance>;
  /** pods that are members, by uuid */
  viewsByUuid: ReadonlyMap<string, InstanceView>;
  podsByName: ReadonlyMap<string, Pod>;
  /** claims of the pods, by name */
  claims: ReadonlyMap<string, PersistentVolumeClaim>;
  /** events about pods, by the pod's name */
  podEvents: ReadonlyMap<string, readonly KubernetesEvent[]>;
  /** names behind uuids, of instances and replicasets */
  names: Readonly<Record<string, string>>;
}

export interface RoleView {
  role: Role;
  name: string;
  ref: ObjectReference;
  template: ReplicasetTemplate | null;
  numReplicasets: number;
  /** instances of each replicaset */
  replicas: number;
}

/**
 * `wanted`: the manifests ask for it. `kept`: they no longer do, but it keeps running. `leaving`: it is about to stop,
 * like the ordinals that a smaller ReplicaCount stops.
 */
export type Standing = 'wanted' | 'kept' | 'leaving';

export interface ReplicasetView {
  /** of the StatefulSet */
  name: string;
  role: RoleView;
  ref: ObjectReference;
  uuid: string;
  standing: Standing;
  statefulSet: StatefulSet | null;
  live: Replicaset | null;
  instances: readonly InstanceView[];
}

export interface InstanceView {
  /** of the pod */
  name: string;
  ordinal: number;
  ref: ObjectReference;
  replicasetName: string;
  uuid: string;
  uri: string;
  standing: Standing;
  pod: Pod | null;
  answer: InstanceAnswer | null;
  live: Instance | null;
}
