/** Annotations of 0.0.8 first, then ours. */
export const annotations = {
  rolesToAssign: 'tarantool.io/rolesToAssign',
  clusterId: 'tarantool.io/cluster-id',
  isBootstrapped: 'tarantool.io/isBootstrapped',
  replicasetWeight: 'tarantool.io/replicaset-weight',
  failoverEnabled: 'tarantool.io/failoverEnabled',
  appliedWeight: 'tarantool.io/applied-weight',
  appliedFailover: 'tarantool.io/applied-failover',
  templateDigest: 'tarantool.io/template-digest',
  instanceGenerations: 'tarantool.io/instance-generations',
  firstJoin: 'tarantool.io/first-join',
  formed: 'tarantool.io/formed',
  startEmpty: 'tarantool.io/start-empty',
  stoppedMembers: 'tarantool.io/stopped-members',
  exampleRoles: 'tarantool.io/example-roles',
} as const;

export const annotationDocs: Readonly<Record<keyof typeof annotations, { on: string; meaning: string }>> = {
  rolesToAssign: {
    on: 'Role, ReplicasetTemplate, StatefulSet, Pod',
    meaning: 'Cartridge roles, as JSON: a list of names, or one name',
  },
  clusterId: { on: 'Role', meaning: 'Name of the Cluster that adopted it' },
  isBootstrapped: { on: 'StatefulSet', meaning: '`1` once the buckets were distributed' },
  replicasetWeight: {
    on: 'StatefulSet',
    meaning: 'Weight of the storages, for people to edit; sent when it changes',
  },
  failoverEnabled: { on: 'StatefulSet, Cluster', meaning: '`1` once the default failover was enabled' },
  appliedWeight: {
    on: 'StatefulSet',
    meaning:
      'The wanted weight that Cartridge last had; weights set in the Web UI are kept until the wanted weight changes',
  },
  appliedFailover: { on: 'Cluster', meaning: 'Digest of the failover settings and Secrets last sent' },
  templateDigest: { on: 'StatefulSet', meaning: 'Digest of the pod template last applied' },
  instanceGenerations: {
    on: 'StatefulSet',
    meaning:
      'JSON object from ordinal to generation: instances that joined anew after an expel have a later one',
  },
  firstJoin: {
    on: 'Cluster',
    meaning: 'Pods of the first join, written before it is sent, so that a second cluster can never be made',
  },
  startEmpty: {
    on: 'Pod',
    meaning:
      '`1`, written by a person: this member lost its volume, and its replicaset may start without the data',
  },
  stoppedMembers: {
    on: 'Cluster',
    meaning:
      'Pods that a smaller ReplicaCount stopped: their members are disabled until the pods are back; none is expelled',
  },
  exampleRoles: {
    on: 'Role',
    meaning:
      "`1` where the Role comes from the chart's example, as no RoleConfig was given; read at the next upgrade",
  },
  formed: {
    on: 'Cluster',
    meaning: '`1` once a topology was seen; from then on no instance may found a cluster',
  },
};
