import type { KubernetesObject, LabelSelector, ObjectMeta } from './meta.ts';

/** Fields of a pod template that are not listed travel untouched. */
export interface PodTemplateSpec {
  metadata?: Partial<ObjectMeta>;
  spec?: PodSpec;
}

export interface PodSpec {
  containers: readonly Container[];
  initContainers?: readonly Container[];
  enableServiceLinks?: boolean;
  nodeName?: string;
  volumes?: ReadonlyArray<{
    name: string;
    persistentVolumeClaim?: { claimName: string };
    [field: string]: unknown;
  }>;
  [field: string]: unknown;
}

export interface Container {
  name: string;
  image?: string;
  env?: ReadonlyArray<{ name: string; value?: string; valueFrom?: unknown }>;
  ports?: ReadonlyArray<{
    name?: string;
    containerPort: number;
    protocol?: string;
    [field: string]: unknown;
  }>;
  [field: string]: unknown;
}

export interface StatefulSet extends KubernetesObject {
  spec: StatefulSetSpec;
  status?: {
    observedGeneration?: number;
    replicas?: number;
    readyReplicas?: number;
    currentRevision?: string;
    updateRevision?: string;
    [field: string]: unknown;
  };
}

export interface StatefulSetSpec {
  replicas?: number;
  selector: LabelSelector;
  serviceName: string;
  template: PodTemplateSpec;
  podManagementPolicy?: 'OrderedReady' | 'Parallel';
  updateStrategy?: { type?: 'OnDelete' | 'RollingUpdate'; [field: string]: unknown };
  volumeClaimTemplates?: readonly VolumeClaimTemplate[];
  [field: string]: unknown;
}

export interface VolumeClaimTemplate {
  metadata?: Partial<ObjectMeta>;
  spec?: {
    resources?: { requests?: Readonly<Record<string, string>> };
    storageClassName?: string;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

export interface Pod extends KubernetesObject {
  spec: PodSpec;
  status?: PodStatus;
}

export interface PodStatus {
  phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  podIP?: string;
  /** when the kubelet took it */
  startTime?: string;
  reason?: string;
  message?: string;
  conditions?: readonly PodCondition[];
  containerStatuses?: readonly ContainerStatus[];
  initContainerStatuses?: readonly ContainerStatus[];
  [field: string]: unknown;
}

export interface PodCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

export interface ContainerStatus {
  name: string;
  ready?: boolean;
  restartCount?: number;
  state?: ContainerState;
  lastState?: ContainerState;
  [field: string]: unknown;
}

export interface ContainerState {
  waiting?: { reason?: string; message?: string };
  running?: { startedAt?: string };
  terminated?: {
    exitCode: number;
    reason?: string;
    message?: string;
    startedAt?: string;
    finishedAt?: string;
  };
}
