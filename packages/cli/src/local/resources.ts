// The kinds this command reads, with the part of them it reads.
import type { KubeObject, Resource } from '@cartridge-on-kubernetes/kube';

export interface Pod extends KubeObject {
  spec?: { containers?: { name: string }[] };
  status?: {
    phase?: string;
    reason?: string;
    podIP?: string;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
    initContainerStatuses?: ContainerStatus[];
    containerStatuses?: ContainerStatus[];
  };
}

export interface ContainerStatus {
  name: string;
  ready: boolean;
  restartCount: number;
  state?: {
    waiting?: { reason?: string; message?: string };
    terminated?: { reason?: string; exitCode?: number };
    running?: object;
  };
}

export interface StatefulSet extends KubeObject {
  spec?: { replicas?: number };
}

export interface CartridgeRole extends KubeObject {
  status?: { observedGeneration?: number };
}

export interface CartridgeCluster extends KubeObject {
  spec?: { selector?: { matchLabels?: Record<string, string> } };
  status?: {
    state?: string;
    conditions?: {
      type: string;
      status: string;
      reason?: string;
      message?: string;
      observedGeneration?: number;
      lastTransitionTime?: string;
    }[];
    /** What the operator refuses or cannot do, until a person acts. */
    problems?: { reason?: string; object: string; message: string; cure?: string }[];
  };
}

export const pods: Resource<Pod> = {
  group: '',
  version: 'v1',
  plural: 'pods',
  kind: 'Pod',
  namespaced: true,
};

export const statefulSets: Resource<StatefulSet> = {
  group: 'apps',
  version: 'v1',
  plural: 'statefulsets',
  kind: 'StatefulSet',
  namespaced: true,
};

export const clusters: Resource<CartridgeCluster> = {
  group: 'tarantool.io',
  version: 'v1alpha1',
  plural: 'clusters',
  kind: 'Cluster',
  namespaced: true,
};

export const roles: Resource<CartridgeRole> = {
  group: 'tarantool.io',
  version: 'v1alpha1',
  plural: 'roles',
  kind: 'Role',
  namespaced: true,
};

export const replicasetTemplates: Resource<KubeObject> = {
  group: 'tarantool.io',
  version: 'v1alpha1',
  plural: 'replicasettemplates',
  kind: 'ReplicasetTemplate',
  namespaced: true,
};

export const secrets: Resource<KubeObject> = {
  group: '',
  version: 'v1',
  plural: 'secrets',
  kind: 'Secret',
  namespaced: true,
};
