import { systemRoles } from '../auth/system-roles.ts';
import type { Resource } from '../objects/kube-object.ts';
import { folderProvisioner } from '../volumes/provisioned-folder.ts';
import { ensureObject } from './ensure-object.ts';
import type { ObjectService } from './object-service.ts';

/** What every cluster has from its first start: namespaces, the API's own Service, a storage class, roles. */
export async function createDefaultObjects(service: ObjectService, apiPort: number): Promise<void> {
  const namespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];
  await Promise.all(
    namespaces.map(name => ensureObject(service, core('namespaces'), { metadata: { name } })),
  );
  await Promise.all([
    ensureObject(service, core('services'), apiService(apiPort)),
    ensureObject(
      service,
      { group: 'storage.k8s.io', version: 'v1', resource: 'storageclasses' },
      standardClass,
    ),
    ...priorityClasses.map(body =>
      ensureObject(service, { group: 'scheduling.k8s.io', version: 'v1', resource: 'priorityclasses' }, body),
    ),
    ...systemRoles.map(({ resource, body }) =>
      ensureObject(service, { group: 'rbac.authorization.k8s.io', version: 'v1', resource }, body),
    ),
  ]);
}

function core(resource: string): Resource {
  return { group: '', version: 'v1', resource };
}

function apiService(apiPort: number) {
  return {
    metadata: {
      name: 'kubernetes',
      namespace: 'default',
      labels: { component: 'apiserver', provider: 'kubernetes' },
    },
    spec: {
      clusterIP: '10.96.0.1',
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: apiPort }],
      type: 'ClusterIP',
    },
  };
}

const standardClass = {
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: folderProvisioner,
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'Immediate',
  allowVolumeExpansion: true,
};

const priorityClasses = [
  { name: 'system-cluster-critical', value: 2_000_000_000 },
  { name: 'system-node-critical', value: 2_000_001_000 },
].map(({ name, value }) => ({ metadata: { name }, value, preemptionPolicy: 'PreemptLowerPriority' }));
