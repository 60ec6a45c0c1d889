import type { Condition, KubernetesObject, LabelSelector } from '../kubernetes/meta.ts';
import type { FailoverMode } from '../topology/topology.ts';

/** tarantool.io/v1alpha1 Cluster: one Cartridge cluster. `selector` picks its Roles. */
export interface Cluster extends KubernetesObject {
  spec?: ClusterSpec;
  status?: ClusterStatus;
}

export interface ClusterSpec {
  selector?: LabelSelector;
  /** Left out: eventual is enabled once, and afterwards what people choose in Cartridge is kept. */
  failover?: FailoverSpec;
}

/** What is left out keeps the value Cartridge has. Durations are seconds. */
export interface FailoverSpec {
  mode: FailoverMode;
  timeout?: number;
  fencing?: boolean;
  fencingTimeout?: number;
  fencingPause?: number;
  stateProvider?: 'etcd2' | 'stateboard';
  etcd2?: {
    endpoints?: readonly string[];
    username?: string;
    password?: SecretKeyReference;
    lockDelay?: number;
    prefix?: string;
  };
  stateboard?: { uri: string; password: SecretKeyReference };
}

/** A key of a Secret in the Cluster's own namespace. */
export interface SecretKeyReference {
  name: string;
  key: string;
}

export interface ClusterStatus {
  /** `Ready` exactly when condition Ready is True, as 0.0.x wrote it */
  state?: ClusterState;
  observedGeneration?: number;
  conditions?: readonly Condition[];
  replicasets?: readonly ReplicasetRow[];
  instances?: readonly InstanceRow[];
  problems?: readonly Problem[];
}

export type ClusterState = 'Pending' | 'Joining' | 'Bootstrapping' | 'Ready' | 'Degraded' | 'Deleting';

export interface ReplicasetRow {
  /** name of the StatefulSet */
  name: string;
  role: string;
  uuid: string;
  /** Cartridge roles enabled now, dependencies included */
  roles: readonly string[];
  /** pods Ready of pods wanted, for example "1/2" */
  ready: string;
  /** name of the pod that leads now; left out while unknown */
  leader?: string;
  weight?: number;
}

export interface InstanceRow {
  /** name of the pod */
  name: string;
  uuid: string;
  /** Cartridge's own state word, or Kubernetes' reason while the instance does not answer */
  state: string;
  /** whether it is part of the topology */
  joined: boolean;
}

/** What holds the cluster back now: the object, what happened, and the cure. */
export interface Problem {
  reason: string;
  /** `Kind/name` */
  object: string;
  message: string;
  cure: string;
}
