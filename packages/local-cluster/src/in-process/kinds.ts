import type { ControllerRevision, Deployment, ReplicaSet, StatefulSet } from 'kubernetes-types/apps/v1';
import type { Job } from 'kubernetes-types/batch/v1';
import type { Lease } from 'kubernetes-types/coordination/v1';
import type {
  ConfigMap,
  Endpoints,
  Event,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  Secret,
  Service,
  ServiceAccount,
} from 'kubernetes-types/core/v1';
import type { EndpointSlice } from 'kubernetes-types/discovery/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { StorageClass } from 'kubernetes-types/storage/v1';
import type { Kind } from './typed-objects.ts';

export const pods = core<Pod>('pods', 'Pod');
export const nodes = core<Node>('nodes', 'Node');
export const services = core<Service>('services', 'Service');
export const endpoints = core<Endpoints>('endpoints', 'Endpoints');
export const events = core<Event>('events', 'Event');
export const configMaps = core<ConfigMap>('configmaps', 'ConfigMap');
export const secrets = core<Secret>('secrets', 'Secret');
export const namespaces = core<Namespace>('namespaces', 'Namespace');
export const serviceAccounts = core<ServiceAccount>('serviceaccounts', 'ServiceAccount');
export const persistentVolumes = core<PersistentVolume>('persistentvolumes', 'PersistentVolume');
export const persistentVolumeClaims = core<PersistentVolumeClaim>(
  'persistentvolumeclaims',
  'PersistentVolumeClaim',
);
export const statefulSets = kind<StatefulSet>('apps', 'statefulsets', 'StatefulSet');
export const deployments = kind<Deployment>('apps', 'deployments', 'Deployment');
export const replicaSets = kind<ReplicaSet>('apps', 'replicasets', 'ReplicaSet');
export const controllerRevisions = kind<ControllerRevision>(
  'apps',
  'controllerrevisions',
  'ControllerRevision',
);
export const jobs = kind<Job>('batch', 'jobs', 'Job');
export const leases = kind<Lease>('coordination.k8s.io', 'leases', 'Lease');
export const endpointSlices = kind<EndpointSlice>('discovery.k8s.io', 'endpointslices', 'EndpointSlice');
export const podDisruptionBudgets = kind<PodDisruptionBudget>(
  'policy',
  'poddisruptionbudgets',
  'PodDisruptionBudget',
);
export const storageClasses = kind<StorageClass>('storage.k8s.io', 'storageclasses', 'StorageClass');
export const customResourceDefinitions = kind<{ metadata?: { name?: string } }>(
  'apiextensions.k8s.io',
  'customresourcedefinitions',
  'CustomResourceDefinition',
);

function core<T>(resource: string, name: string): Kind<T> {
  return { group: '', version: 'v1', resource, apiVersion: 'v1', kind: name };
}

function kind<T>(group: string, resource: string, name: string): Kind<T> {
  return { group, version: 'v1', resource, apiVersion: `${group}/v1`, kind: name };
}
