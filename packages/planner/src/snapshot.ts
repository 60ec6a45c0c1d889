import type {
  Cluster,
  InstanceSelf,
  KubernetesEvent,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  ReplicasetTemplate,
  Role,
  Service,
  StatefulSet,
  Topology,
} from '@cartridge-on-kubernetes/api';

/**
 * Everything one pass knows about one Cluster, and now. All objects are of the Cluster's namespace. Objects of other
 * Clusters may be among them and are ignored.
 */
export interface Snapshot extends Surroundings {
  topology: TopologyAnswer;
  sightings: Sightings;
}

/** Since when each state whose duration matters has been seen without a break; milliseconds since 1970. */
export interface Sightings {
  /** states of instances, by pod */
  states: Readonly<Record<string, { state: string; since: number }>>;
  /** instances whose pod runs and that do not answer, by pod */
  silent: Readonly<Record<string, number>>;
  /** pods that their StatefulSet should have made, by name */
  missingPods: Readonly<Record<string, number>>;
  /** members that the asked instance does not see as healthy, by uuid */
  unhealthy: Readonly<Record<string, number>>;
  /** leaders of replicasets, by `leadershipKey` */
  leaderships: Readonly<Record<string, number>>;
  /** issues, by `issueKey` */
  issues: Readonly<Record<string, number>>;
  /** members whose replication Cartridge suggests to restart, by uuid */
  stoppedReplication: Readonly<Record<string, number>>;
}

/** What is known before an instance is asked about the whole cluster; `askOrder` chooses that instance from it. */
export interface Surroundings {
  /** milliseconds since 1970 */
  now: number;
  cluster: Cluster;
  /** Roles that the Cluster's selector picks */
  roles: readonly Role[];
  /** ReplicasetTemplates of the namespace */
  templates: readonly ReplicasetTemplate[];
  /** the Service named as the Cluster */
  service: Service | null;
  /** StatefulSets owned by the Roles, or named as theirs */
  statefulSets: readonly StatefulSet[];
  /** Pods that the Cluster's selector picks, also terminating pods and pods without their StatefulSet */
  pods: readonly Pod[];
  /** PersistentVolumeClaims of those pods, also of deleted pods */
  claims: readonly PersistentVolumeClaim[];
  /** null where Kubernetes does not serve policy/v1 (before 1.21) */
  disruptionBudgets: readonly PodDisruptionBudget[] | null;
  /** names of StorageClasses that allow expansion; null where they cannot be read, and then expansion is tried */
  expandableStorageClasses: readonly string[] | null;
  /** Secrets the manifests refer to, without their values */
  secrets: readonly SecretSummary[];
  /** Warning events about those pods, of the last ten minutes */
  podEvents: readonly KubernetesEvent[];
  /** for each pod with an address, its own answer to `cluster { self }` */
  answers: readonly InstanceAnswer[];
  /** actions that failed in earlier passes and have not succeeded since */
  failures: readonly ActionFailure[];
  /** actions that succeeded in earlier passes; the same action again means that it had no effect */
  deeds: readonly Deed[];
}

export interface SecretSummary {
  name: string;
  resourceVersion: string;
  keys: readonly string[];
}

export type InstanceAnswer =
  | { kind: 'answered'; pod: string; self: InstanceSelf }
  | { kind: 'unreachable'; pod: string; message: string };

export type TopologyAnswer =
  | { kind: 'answered' /** name of the pod that was asked */; pod: string; topology: Topology }
  | { kind: 'none'; message: string };

export interface Deed {
  /** `key` of the action */
  key: string;
  /** digest of the whole action */
  digest: string;
  /** milliseconds since 1970 of the last time */
  at: number;
  /** times in a row */
  count: number;
}

export interface ActionFailure {
  /** `key` of the action */
  key: string;
  message: string;
  /** Cartridge's error class or Kubernetes' reason, where there was one */
  errorClass: string | null;
  /** milliseconds since 1970 of the last try */
  at: number;
  /** milliseconds since 1970 of the first try that failed */
  since: number;
  /** tries that failed in a row */
  count: number;
}
