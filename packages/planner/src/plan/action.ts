import type {
  EventReason,
  FailoverMode,
  KubernetesObject,
  ObjectReference,
  SecretKeyReference,
  TopologyEdit,
} from '@cartridge-on-kubernetes/api';

/**
 * One thing to do. Actions of a plan are carried out in order; one that fails does not stop the others,
 * except those that name its key in `after`.
 */
export type Action =
  | CreateObject
  | PatchObject
  | DeletePod
  | EditTopology
  | BootstrapVshard
  | SetFailover
  | ReapplyConfig
  | RestartReplication
  | ProbeInstance;

/**
 * `heals`: gives a member back what it lost, and goes before every other change of the clusterwide config. `protects`: keeps
 * data or the cluster from harm by what comes later. `changes`: does what the manifests ask. `records`: writes down what
 * later passes and people need to know.
 */
export type Urgency = 'heals' | 'protects' | 'changes' | 'records';

interface ActionBase {
  /** the same for the same thing in every pass; failures are remembered under it */
  key: string;
  urgency: Urgency;
  /** why: a sentence without its dot, or a clause that begins with `as` */
  reason: string;
  /** reason of the event that reports success; null where no event is needed */
  event: EventReason | null;
  /** the object that the event is about */
  about: ObjectReference;
  /**
   * `unsure`: it may well fail, and its cause is reported anyway; so it is tried ever more rarely, without a problem in
   * the status
   */
  outlook?: 'unsure';
  /** key of an earlier action of the same plan; unless that one succeeds, this action is left out */
  after?: string;
}

export interface CreateObject extends ActionBase {
  kind: 'create_object';
  /** AlreadyExists is not a failure: the next pass sees the existing object */
  object: KubernetesObject;
}

export interface PatchObject extends ActionBase {
  kind: 'patch_object';
  target: ObjectReference;
  /** JSON merge patch (RFC 7386) */
  patch: Readonly<Record<string, unknown>>;
  /** what changes, in a few words */
  what: string;
}

/** Deletes the pod only in the version that was seen: a changed pod, or another pod of its name, is left alone. */
export interface DeletePod extends ActionBase {
  kind: 'delete_pod';
  /** with its uid */
  target: ObjectReference;
  resourceVersion: string;
}

/** Actions of this kind go to the admin API of the instance in pod `via`. */
interface CartridgeAction extends ActionBase {
  via: string;
  /** uid of that pod as it was seen: another pod of its name may be an instance without its data */
  viaUid?: string;
}

export interface EditTopology extends CartridgeAction {
  kind: 'edit_topology';
  edit: TopologyEdit;
  /** names of the pods and StatefulSets behind the uuids of the edit */
  names: Readonly<Record<string, string>>;
  introductions?: readonly Introduction[];
}

/**
 * A ping (`probe_server`) through the pod of a leader, `via`, to the instance at `uri`: the ping tells the instance
 * which leader `via` follows. It is sent before the change that boots the instance. Where the ping fails, or the leader
 * does not know yet that it leads, the change is not sent.
 */
export interface Introduction {
  via: string;
  viaUid?: string;
  uri: string;
  replicasetUUID: string;
  /** null where the replicaset has no leader yet and `via` only waits for the instance */
  leaderUUID: string | null;
}

export interface BootstrapVshard extends CartridgeAction {
  kind: 'bootstrap_vshard';
}

export interface SetFailover extends CartridgeAction {
  kind: 'set_failover';
  params: FailoverChange;
}

/**
 * Fields that are left out keep their value. A password is read from its Secret when the action is carried out, and
 * never logged.
 */
export interface FailoverChange {
  mode: FailoverMode;
  stateProvider?: 'tarantool' | 'etcd2';
  failoverTimeoutSeconds?: number;
  fencingEnabled?: boolean;
  fencingTimeoutSeconds?: number;
  fencingPauseSeconds?: number;
  stateboard?: { uri: string; password: SecretKeyReference };
  etcd2?: {
    endpoints?: readonly string[];
    username?: string;
    password?: SecretKeyReference;
    lockDelaySeconds?: number;
    prefix?: string;
  };
}

/** `config_force_reapply` */
export interface ReapplyConfig extends CartridgeAction {
  kind: 'reapply_config';
  uuids: readonly string[];
  /** pods behind the uuids, in the same order */
  pods: readonly string[];
  introductions?: readonly Introduction[];
}

/** `restart_replication` */
export interface RestartReplication extends CartridgeAction {
  kind: 'restart_replication';
  uuid: string;
  pod: string;
}

/** `probe_server` */
export interface ProbeInstance extends CartridgeAction {
  kind: 'probe_instance';
  uri: string;
  pod: string;
}

/** Actions that commit the clusterwide config on all enabled members, or send it again to some of them. */
export type ClusterwideChange = EditTopology | BootstrapVshard | SetFailover | ReapplyConfig;

export function isClusterwideChange(action: Action): action is ClusterwideChange {
  return (
    isCartridgeAction(action) && action.kind !== 'probe_instance' && action.kind !== 'restart_replication'
  );
}

export type ActionOnCartridge = Exclude<Action, CreateObject | PatchObject | DeletePod>;

export function isCartridgeAction(action: Action): action is ActionOnCartridge {
  return action.kind !== 'create_object' && action.kind !== 'patch_object' && action.kind !== 'delete_pod';
}

/** Uuids of the members that the edit disables or expels. */
export function leavingUuids({ instances = [] }: TopologyEdit): string[] {
  return instances.filter(({ disabled, expelled }) => disabled || expelled).map(({ uuid }) => uuid);
}

/** Uuids of the members that do not take part any more after the action. */
export function leavingBy(action: Action): string[] {
  return action.kind === 'edit_topology' ? leavingUuids(action.edit) : [];
}
