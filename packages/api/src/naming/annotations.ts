/** Annotations of 0.0.8 first, then ours. */
export const annotations = {
  rolesToAssign: 'tarantool.io/rolesToAssign',
  clusterId: 'tarantool.io/cluster-id',
  isBootstrapped: 'tarantool.io/isBootstrapped',
  replicasetWeight: 'tarantool.io/replicaset-weight',
  failoverEnabled: 'tarantool.io/failoverEnabled',
  /** on a StatefulSet: the weight last sent to Cartridge because the manifest or a person said so */
  appliedWeight: 'tarantool.io/applied-weight',
  /** on a StatefulSet: digest of the pod template last applied */
  templateDigest: 'tarantool.io/template-digest',
  /** on a StatefulSet: JSON object, ordinal to generation of the instance uuid; ordinals left out are generation 0 */
  instanceGenerations: 'tarantool.io/instance-generations',
  /** on a Cluster: pods of the first join, written before it is sent */
  firstJoin: 'tarantool.io/first-join',
  /** on a Cluster: `1` once a topology was seen */
  formed: 'tarantool.io/formed',
} as const;
