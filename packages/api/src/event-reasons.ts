/** Every reason an event or a problem of ours may carry, and what it tells a person. docs/reference is generated from here. */
export const eventReasons = {
  // what was done
  ObjectCreated: 'An object that the Cluster needs was created',
  ObjectUpdated: 'An object was brought in line with the manifests',
  InstancesJoined: 'Instances became members of the Cartridge cluster',
  VshardBootstrapped: 'Buckets were distributed over the storages for the first time',
  FailoverConfigured: 'Failover parameters were set in Cartridge',
  ReplicasetEdited: 'Roles, weight or writability of a replicaset were changed in Cartridge',
  ConfigReapplied: 'The clusterwide config was sent again to instances that had lost it or held a lock',
  LeaderPutFirst: 'The leader became first in failover priority, before a member without its data',
  ReplicationRestarted: 'Replication that did not come back by itself was started again',
  MemberDisabled:
    'A member that a smaller ReplicaCount stopped was disabled, so that the others need not wait for it',
  MemberEnabled: 'A member that is back was enabled again',
  InstanceProbed: 'An instance was introduced to the membership',
  TemplateApplied: 'A new pod template reached a StatefulSet; its pods get it when they are deleted',
  PodReplaced:
    'A pod that never served and could not start was deleted, so that it takes the current template',
  JoinRestarted:
    'A pod that copied data from a member that is gone was deleted, so that it begins anew; it had no data of its own',
  VolumeExpanded: 'A larger volume was requested',
  ClusterReady: 'Every wanted instance is joined and healthy',
  // what is waited for
  PodMissing: 'A wanted pod does not exist yet',
  PodPending: 'A pod has no node yet',
  VolumeNotMounted: 'A volume of a pod cannot be attached or mounted',
  ImageNotPulled: 'The image of a pod cannot be pulled',
  CrashLoop: 'The application of a pod ends again and again',
  InstanceStarting: 'An instance is starting',
  InstanceHeldUp:
    'An instance does not get on with its start, or takes long; its message says what it may wait for',
  InstanceUnreachable: 'A running pod does not answer on its admin port',
  ContainerNotCreated: 'A container of a pod cannot be created',
  InstanceFailed: 'An instance reports an error state',
  FirstJoinIncomplete:
    'The first join waits for a router and a storage, unless all that could be one are held up',
  MemberRestarting: 'Cartridge changes wait until a member that must vote is back',
  ConfigMismatch: 'Members disagree about the clusterwide config, and it is not clear who is right',
  MemberUnreachable: 'An enabled member does not answer, and one such member blocks every Cartridge change',
  VshardNotReady: 'Distributing buckets waits for instances to be configured',
  TopologyUnknown: 'No configured instance could be asked about the cluster',
  VolumeResizing: 'A larger volume is being made available',
  NameUnresolved: 'The DNS name of an instance is not known to the others yet',
  ReplicationStopped:
    'Replication between members is broken; it is started again where Cartridge suggests it',
  IssuesReported: 'Cartridge reports issues; it is asked again until they are gone',
  MemberStopped: 'A member that a smaller ReplicaCount stopped cannot be done without',
  ActionFailed: 'An action failed and is tried again',
  DisruptionHeld: 'Taking an instance away waits until its replicaset can spare that instance',
  PlanRejected:
    'A plan of the operator broke one of its own rules and was not carried out; this is a defect of the operator',
  DefinitionOutdated:
    'A resource definition is older than the operator, and the API server drops the fields it does not know',
  // what is refused
  UnknownRole: 'RolesToAssign names a role that the application does not have',
  RolesInvalid: 'RolesToAssign is neither a role name nor a list of role names',
  RolesMissing: 'Nothing says which Cartridge roles a replicaset shall have',
  SelectorMissing: 'A selector is missing, so nothing can be selected',
  TemplateMissing: 'No ReplicasetTemplate matches the selector of a Role',
  TemplateInvalid: 'A ReplicasetTemplate lacks a field without which no StatefulSet can be made',
  ImmutableField: 'A change cannot reach an existing object, because Kubernetes does not allow it',
  VolumeShrink: 'A volume cannot be made smaller',
  DataLost: 'A member lost its volume and no healthy member of its replicaset leads',
  ClusterLost: 'No instance knows the cluster any more, though it had been formed',
  ConflictingObject: 'An object of the wanted name belongs to someone else',
  AdvertiseUriMismatch: 'An instance calls itself by another URI than the topology has to',
  OldDataFound: 'Volumes older than the Cluster may hold members of an earlier cluster',
  InstanceExpelled: 'An instance runs although it was expelled from the cluster',
  RoleRemovalKept: 'A storage role stays until its buckets have moved away',
  WeightInvalid: 'The weight annotation is not a number of zero or more',
  ScaleInKept: 'Fewer replicasets or replicas are wanted than are members; nobody is expelled',
  FailoverInvalid: 'The failover parameters cannot be applied',
} as const;

export type EventReason = keyof typeof eventReasons;
