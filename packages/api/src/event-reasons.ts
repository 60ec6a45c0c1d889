import { needsPerson, passes, type Reason, told } from './reason.ts';

/** Every reason of our events and problems, with its meaning; docs/reference is generated from here. */
export const eventReasons = {
  // what was done
  ObjectCreated: told('An object that the Cluster needs was created'),
  ObjectUpdated: told('An object was brought in line with the manifests'),
  InstancesJoined: told('Instances became members of the Cartridge cluster'),
  VshardBootstrapped: told('Buckets were distributed over the storages for the first time'),
  FailoverConfigured: told('Failover parameters were set in Cartridge'),
  ReplicasetEdited: told('Roles, weight or writability of a replicaset were changed in Cartridge'),
  ConfigReapplied: told(
    'The clusterwide config was sent again to instances that had lost it, held a lock, or failed to apply it',
  ),
  LeaderPutFirst: told('The leader became first in failover priority, before a member without its data'),
  ReplicationRestarted: told('Replication that did not resume was restarted'),
  MemberDisabled: told(
    'A member that a smaller ReplicaCount stopped was disabled, so that the other members need not wait for it',
  ),
  MemberEnabled: told('A member that was disabled when it was stopped is back and was enabled'),
  InstanceProbed: told('The other instances were told the address of an instance that they did not see'),
  TemplateApplied: told('A StatefulSet got a new pod template; its pods get it when they are restarted'),
  PodReplaced: told(
    'A pod that never served and could not start was deleted, so that it takes the current template',
  ),
  JoinRestarted: told(
    'A joining pod whose source of data was restarted was deleted, so that it starts the copy again; it held no data of its own',
  ),
  VolumeExpanded: told('A larger volume was requested'),
  ClusterReady: told('Every wanted instance is joined and healthy'),
  // what is waited for
  PodMissing: passes('A wanted pod does not exist yet'),
  PodPending: needsPerson('A pod has no node yet'),
  VolumeNotMounted: passes('A volume of a pod cannot be attached or mounted'),
  ImageNotPulled: needsPerson('The image of a pod cannot be pulled'),
  CrashLoop: passes('The application of a pod keeps crashing'),
  InstanceStarting: passes('An instance is starting'),
  InstanceHeldUp: passes(
    'The start of an instance makes no progress or takes long; the message says what it may wait for',
  ),
  InstanceUnreachable: passes('A running pod does not answer on its admin port'),
  ContainerNotCreated: needsPerson('A container of a pod cannot be created'),
  InstanceFailed: passes('An instance reports an error state'),
  FirstJoinIncomplete: passes(
    'The first join is waiting for one vshard-router and one vshard-storage instance',
  ),
  MemberRestarting: passes('Cartridge changes wait until a member that has to take part in them is back'),
  ConfigMismatch: needsPerson(
    'Members have different clusterwide configs, and a person has to decide which one is right',
  ),
  MemberUnreachable: passes('An enabled member is away; every Cartridge change waits for it'),
  VshardNotReady: passes('Distributing buckets waits for instances to be configured'),
  TopologyUnknown: passes('No configured instance answered with the topology of the cluster'),
  VolumeResizing: passes('A volume cannot be enlarged yet'),
  NameUnresolved: passes('The other instances cannot resolve the DNS name of an instance yet'),
  ReplicationStopped: passes(
    'Replication between members is broken; the operator restarts it where Cartridge suggests that',
  ),
  IssuesReported: passes('Cartridge reports issues; the operator asks again until they are gone'),
  MemberStopped: needsPerson(
    'A member that a smaller ReplicaCount stopped is still needed by the other members',
  ),
  ActionFailed: passes('An action failed or had no effect, and the operator tries it again'),
  DisruptionHeld: passes(
    'An action that stops an instance waits until the replicaset can spare that instance',
  ),
  PlanRejected: needsPerson(
    'A plan of the operator broke one of its own rules and was not carried out; this is a defect of the operator',
  ),
  DefinitionOutdated: needsPerson(
    'A resource definition is older than the operator, and the API server drops the fields it does not know',
  ),
  // what is refused
  UnknownRole: needsPerson('RolesToAssign names a role that the application does not have'),
  RolesInvalid: needsPerson('RolesToAssign is neither a role name nor a list of role names'),
  RolesMissing: needsPerson('No manifest names the Cartridge roles of a replicaset'),
  SelectorMissing: needsPerson('The Cluster has no selector, so it selects no Roles and pods'),
  TemplateMissing: needsPerson('No ReplicasetTemplate matches the selector of a Role'),
  TemplateInvalid: needsPerson('A ReplicasetTemplate lacks a field without which no StatefulSet can be made'),
  ImmutableField: needsPerson(
    'A change cannot reach an existing object, because Kubernetes does not allow it',
  ),
  VolumeShrink: needsPerson('A volume cannot be made smaller'),
  DataLost: needsPerson('A member lost its volume and no healthy member of its replicaset leads'),
  ClusterLost: needsPerson('No instance knows the cluster any more, although it was formed before'),
  ConflictingObject: needsPerson('An object of the needed name belongs to another owner'),
  AdvertiseUriMismatch: needsPerson('An instance advertises another URI than its pod name gives'),
  OldDataFound: needsPerson('Volumes older than the Cluster may hold members of an earlier cluster'),
  InstanceExpelled: needsPerson('An instance runs although it was expelled from the cluster'),
  RoleRemovalKept: told('A storage role is kept until its buckets have moved to other storages'),
  WeightInvalid: needsPerson(
    'A weight is no number of zero or more, or the last storage with a weight would get weight 0',
  ),
  ScaleInKept: told('The manifests ask for fewer replicasets than exist; no instance is stopped or expelled'),
  FailoverInvalid: needsPerson('The failover parameters cannot be applied'),
} as const satisfies Readonly<Record<string, Reason>>;

export type EventReason = keyof typeof eventReasons;
