import type { Cluster, ReplicasetTemplate, Role } from '@cartridge-on-kubernetes/api';

/** What the values of the chart say of one role, in short. */
export interface RoleValues {
  name: string;
  replicas: number;
  replicasets: number;
  roles: unknown;
  diskSize?: string;
  image?: string;
  /** fields of Role.spec that the chart does not write */
  spec?: Record<string, unknown>;
}

export const CLUSTER_NAME = 'test-app';
export const NAMESPACE = 'tarantool';
export const CREATED = '2026-11-22T10:00:00Z';

/** The custom resources as the chart renders them. */
export function buildCluster(spec: Record<string, unknown> = {}): Cluster {
  return {
    apiVersion: 'tarantool.io/v1alpha1',
    kind: 'Cluster',
    metadata: {
      name: CLUSTER_NAME,
      namespace: NAMESPACE,
      uid: 'uid-cluster',
      generation: 1,
      creationTimestamp: CREATED,
    },
    spec: { selector: { matchLabels: { 'tarantool.io/cluster-id': CLUSTER_NAME } }, ...spec },
  };
}

export function buildRole({ name, replicasets, roles, spec }: RoleValues): Role {
  return {
    apiVersion: 'tarantool.io/v1alpha1',
    kind: 'Role',
    metadata: {
      ...common(name),
      uid: `uid-role-${name}`,
      labels: { 'tarantool.io/cluster-id': CLUSTER_NAME, 'tarantool.io/role': name },
      annotations: { 'tarantool.io/rolesToAssign': JSON.stringify(roles) },
    },
    spec: {
      numReplicasets: replicasets,
      selector: { matchLabels: { 'tarantool.io/replicaset-template': `${name}-template` } },
      ...spec,
    },
  };
}

export function buildTemplate({
  name,
  replicas,
  roles,
  diskSize = '1Gi',
  image = 'test-app:1',
}: RoleValues): ReplicasetTemplate {
  const annotations = { 'tarantool.io/rolesToAssign': JSON.stringify(roles) };
  const selected = { 'tarantool.io/pod-template': `${name}-pod-template` };
  return {
    apiVersion: 'tarantool.io/v1alpha1',
    kind: 'ReplicasetTemplate',
    metadata: {
      ...common(`${name}-template`),
      uid: `uid-template-${name}`,
      labels: {
        'tarantool.io/cluster-id': CLUSTER_NAME,
        'tarantool.io/replicaset-template': `${name}-template`,
        'tarantool.io/role': name,
        'tarantool.io/useVshardGroups': '0',
      },
      annotations,
    },
    spec: {
      replicas,
      serviceName: name,
      selector: { matchLabels: selected },
      template: {
        metadata: {
          annotations,
          labels: {
            'tarantool.io/cluster-id': CLUSTER_NAME,
            'tarantool.io/cluster-domain-name': 'cluster.local',
            'tarantool.io/useVshardGroups': '0',
            ...selected,
          },
        },
        spec: {
          containers: [
            { name: 'pim-storage', image, volumeMounts: [{ name: 'www', mountPath: '/var/lib/tarantool' }] },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'www' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: diskSize } } },
        },
      ],
    },
  };
}

function common(name: string) {
  return { name, namespace: NAMESPACE, generation: 1, creationTimestamp: CREATED };
}

export const guideRoles: RoleValues[] = [
  { name: 'routers', replicas: 1, replicasets: 1, roles: ['app.roles.custom', 'vshard-router'] },
  { name: 'storages', replicas: 2, replicasets: 1, roles: ['app.roles.custom', 'vshard-storage'] },
];
