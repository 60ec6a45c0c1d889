import { needsPerson, passes, type Reason, told } from './reason.ts';

/** Every reason an event or a problem of ours may carry, and what it tells a person. docs/reference is generated from here. */
export const eventReasons = {
  // what was done
  ObjectCreated: told('An object that the Cluster needs was created'),
  ObjectUpdated: told('An object was brought in line with the manifests'),
  InstancesJoined: told('Instances became members of the Cartridge cluster'),
  VshardBootstrapped: told('Buckets were distributed over the storages for the first time'),
  FailoverConfigured: told('Failover parameters were set in Cartridge'),
  ReplicasetEdited: told('Roles, weight or writability of a replicaset were changed in Cartridge'),
  ConfigReapplied: told('The clusterwide config was sent again to instances that had lost it or held a lock'),
  LeaderPutFirst: told('The leader became first in failover priority, before a member without its data'),
  ReplicationRestarted: told('Replication that did not come back by itself was started again'),
  MemberDisabled: told(
    'A member that a smaller ReplicaCount stopped was disabled, so that the others need not wait for it',
  ),
  MemberEnabled: told('A member that is back was enabled again'),
  InstanceProbed: told('An instance was introduced to the membership'),
  TemplateApplied: told('A new pod template reached a StatefulSet; its pods get it when they are deleted'),
  PodReplaced: told(
    'A pod that never served and could not start was deleted, so that it takes the current template',
  ),
  JoinRestarted: told(
    'A pod that copied data from a member that is gone was deleted, so that it begins anew; it had no data of its own',
  ),
  VolumeExpanded: told('A larger volume was requested'),
  ClusterReady: told('Every wanted instance is joined and healthy'),
  // what is waited for
  PodMissing: passes('A wanted pod does not exist yet'),
  PodPending: needsPerson('A pod has no node yet'),
  VolumeNotMounted: passes('A volume of a pod cannot be attached or mounted'),
  ImageNotPulled: needsPerson('The image of a pod cannot be pulled'),
  CrashLoop: passes('The application of a pod ends again and again'),
  InstanceStarting: passes('An instance is starting'),
  InstanceHeldUp: passes(
    'An instance does not get on with its start, or takes long; its message says what it may wait for',
  ),
  InstanceUnreachable: passes('A running pod does not answer on its admin port'),
  ContainerNotCreated: needsPerson('A container of a pod cannot be created'),
  InstanceFailed: passes('An instance reports an error state'),
  FirstJoinIncomplete: passes(
    'The first join waits for a router and a storage, unless all that could be one are held up',
  ),
  MemberRestarting: passes('Cartridge changes wait until a member that must vote is back'),
  ConfigMismatch: needsPerson(
    'Members disagree about the clusterwide config, and it is not clear who is right',
  ),
  MemberUnreachable: passes(
    'An enabled member does not answer, and one such member blocks every Cartridge change',
  ),
  VshardNotReady: passes('Distributing buckets waits for instances to be configured'),
  TopologyUnknown: passes('No configured instance could be asked about the cluster'),
  VolumeResizing: passes('A larger volume is being made available'),
  NameUnresolved: passes('The DNS name of an instance is not known to the others yet'),
  ReplicationStopped: passes(
    'Replication between members is broken; it is started again where Cartridge suggests it',
  ),
  IssuesReported: passes('Cartridge reports issues; it is asked again until they are gone'),
  MemberStopped: needsPerson('A member that a smaller ReplicaCount stopped cannot be done without'),
  ActionFailed: passes('An action failed and is tried again'),
  DisruptionHeld: passes('Taking an instance away waits until its replicaset can spare that instance'),
  PlanRejected: needsPerson(
    'A plan of the operator broke one of its own rules and was not carried out; this is a defect of the operator',
  ),
  DefinitionOutdated: needsPerson(
    'A resource definition is older than the operator, and the API server drops the fields it does not know',
  ),
  // what is refused
  UnknownRole: needsPerson('RolesToAssign names a role that the application does not have'),
  RolesInvalid: needsPerson('RolesToAssign is neither a role name nor a list of role names'),
  RolesMissing: needsPerson('Nothing says which Cartridge roles a replicaset shall have'),
  SelectorMissing: needsPerson('A selector is missing, so nothing can be selected'),
  TemplateMissing: needsPerson('No ReplicasetTemplate matches the selector of a Role'),
  TemplateInvalid: needsPerson('A ReplicasetTemplate lacks a field without which no StatefulSet can be made'),
  ImmutableField: needsPerson(
    'A change cannot reach an existing object, because Kubernetes does not allow it',
  ),
  VolumeShrink: needsPerson('A volume cannot be made smaller'),
  DataLost: needsPerson('A member lost its volume and no healthy member of its replicaset leads'),
  ClusterLost: needsPerson('No instance knows the cluster any more, though it had been formed'),
  ConflictingObject: needsPerson('An object of the wanted name belongs to someone else'),
  AdvertiseUriMismatch: needsPerson('An instance calls itself by another URI than the topology has to'),
  OldDataFound: needsPerson('Volumes older than the Cluster may hold members of an earlier cluster'),
  InstanceExpelled: needsPerson('An instance runs although it was expelled from the cluster'),
  RoleRemovalKept: told('A storage role stays until its buckets have moved away'),
  WeightInvalid: needsPerson('The weight annotation is not a number of zero or more'),
  ScaleInKept: told('Fewer replicasets or replicas are wanted than are members; nobody is expelled'),
  FailoverInvalid: needsPerson('The failover parameters cannot be applied'),
} as const satisfies Readonly<Record<string, Reason>>;

export type EventReason = keyof typeof eventReasons;
