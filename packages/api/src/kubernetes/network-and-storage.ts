import type { KubernetesObject, LabelSelector } from './meta.ts';

export interface Service extends KubernetesObject {
  spec: {
    type?: string;
    clusterIP?: string;
    selector?: Readonly<Record<string, string>>;
    publishNotReadyAddresses?: boolean;
    ports?: ReadonlyArray<{
      name?: string;
      port: number;
      protocol?: string;
      targetPort?: number | string;
      [field: string]: unknown;
    }>;
    [field: string]: unknown;
  };
}

export interface PersistentVolumeClaim extends KubernetesObject {
  spec: {
    resources?: { requests?: Readonly<Record<string, string>> };
    storageClassName?: string;
    volumeName?: string;
    [field: string]: unknown;
  };
  status?: {
    phase?: 'Pending' | 'Bound' | 'Lost';
    capacity?: Readonly<Record<string, string>>;
    [field: string]: unknown;
  };
}

export interface PodDisruptionBudget extends KubernetesObject {
  spec: {
    selector?: LabelSelector;
    maxUnavailable?: number | string;
    minAvailable?: number | string;
    [field: string]: unknown;
  };
}
