/** Labels of 0.0.8, which people's tools select by; `docs` is what the reference page says. */
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
  /** legacy spelling of the annotation: role names joined by dots */
  rolesToAssign: 'tarantool.io/rolesToAssign',
} as const;

export const INSTANCE_STATE_JOINED = 'joined';
