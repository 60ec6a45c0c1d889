/** Labels of 0.0.8; tools of users select by them. */
export const labels = {
  clusterId: 'tarantool.io/cluster-id',
  role: 'tarantool.io/role',
  replicasetTemplate: 'tarantool.io/replicaset-template',
  podTemplate: 'tarantool.io/pod-template',
  useVshardGroups: 'tarantool.io/useVshardGroups',
  vshardGroupName: 'tarantool.io/vshardGroupName',
  clusterDomainName: 'tarantool.io/cluster-domain-name',
  replicasetUuid: 'tarantool.io/replicaset-uuid',
  instanceUuid: 'tarantool.io/instance-uuid',
  instanceState: 'tarantool.io/instance-state',
  rolesToAssign: 'tarantool.io/rolesToAssign',
} as const;

/** Value of `instance-state` on the pod of a member. */
export const INSTANCE_STATE_JOINED = 'joined';

export const labelDocs: Readonly<Record<keyof typeof labels, { on: string; meaning: string }>> = {
  clusterId: {
    on: 'Role, ReplicasetTemplate, StatefulSet, Pod',
    meaning: 'Name of the Cluster; its selector and its Service select by it',
  },
  role: {
    on: 'Role, ReplicasetTemplate, StatefulSet, Pod, Service of the role',
    meaning: 'RoleName of the values',
  },
  replicasetTemplate: { on: 'ReplicasetTemplate', meaning: '`Role.spec.selector` selects by it' },
  podTemplate: {
    on: 'Pod',
    meaning: 'The StatefulSets select by it; the same for all replicasets of a role',
  },
  useVshardGroups: {
    on: 'ReplicasetTemplate, Pod',
    meaning: '`1`: the storages belong to the group in `vshardGroupName`; otherwise to `default`',
  },
  vshardGroupName: { on: 'StatefulSet, Pod', meaning: 'Vshard group where `useVshardGroups` is `1`' },
  clusterDomainName: {
    on: 'Pod',
    meaning: 'DNS domain of the Kubernetes cluster; `cluster.local` if left out',
  },
  replicasetUuid: {
    on: 'StatefulSet, Pod',
    meaning: 'Uuid of the replicaset; never computed anew once it is there',
  },
  instanceUuid: { on: 'Pod', meaning: 'Uuid of the instance, once it is a member' },
  instanceState: { on: 'Pod', meaning: '`joined` on the pod of a member of the topology' },
  rolesToAssign: {
    on: 'ReplicasetTemplate, Pod',
    meaning: 'Legacy: role names joined by dots, read where the annotation is absent',
  },
};
