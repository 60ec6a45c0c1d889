import type { InstanceEdit, ReplicasetEdit } from '@cartridge-on-kubernetes/api';
import type { Action, EditTopology, FailoverChange } from './action.ts';

/** The one text of an action, for log, event and preview: what, to which object, why. */
export function describeAction(action: Action): string {
  return `${describeDeed(action)}: ${action.reason}`;
}

function describeDeed(action: Action): string {
  switch (action.kind) {
    case 'create_object':
      return `Create ${action.object.kind} ${action.object.metadata.name}`;
    case 'patch_object':
      return `Change ${action.what} of ${action.target.kind} ${action.target.name}`;
    case 'delete_pod':
      return `Delete ${action.target.kind} ${action.target.name}`;
    case 'edit_topology':
      return describeEdit(action);
    case 'bootstrap_vshard':
      return 'Distribute the buckets over the storages';
    case 'set_failover':
      return `Set failover to ${describeFailover(action.params)}`;
    case 'reapply_config':
      return `Send the clusterwide config again to ${action.pods.join(', ')}`;
    case 'restart_replication':
      return `Restart the replication of ${action.pod}`;
    case 'probe_instance':
      return `Introduce ${action.pod} to the membership`;
  }
}

function describeEdit({ edit, names }: EditTopology): string {
  const nameOf = (uuid: string) => names[uuid] ?? uuid;
  const parts = [
    ...(edit.replicasets ?? []).map(replicaset => describeReplicaset(replicaset, nameOf)),
    ...(edit.instances ?? []).map(instance => describeInstance(instance, nameOf)),
  ];
  const text = parts.join('; ');
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function describeReplicaset(edit: ReplicasetEdit, nameOf: (uuid: string) => string): string {
  const joined = (edit.joinInstances ?? []).map(instance => nameOf(instance.uuid));
  const settings = [
    ...(edit.roles === undefined ? [] : [`roles ${edit.roles.join(', ') || 'none'}`]),
    ...(edit.weight === undefined ? [] : [`weight ${edit.weight}`]),
    ...(edit.vshardGroup === undefined ? [] : [`vshard group ${edit.vshardGroup}`]),
    ...(edit.allRw === undefined ? [] : [edit.allRw ? 'all instances writable' : 'one instance writable']),
    ...(edit.failoverPriority === undefined
      ? []
      : [`failover priority ${edit.failoverPriority.map(nameOf).join(', ')}`]),
  ];
  const name = nameOf(edit.uuid);
  if (joined.length === 0) return `give replicaset ${name} ${settings.join(', ')}`;
  const suffix = settings.length === 0 ? '' : ` with ${settings.join(', ')}`;
  return `join ${joined.join(', ')} to replicaset ${name}${suffix}`;
}

function describeInstance(edit: InstanceEdit, nameOf: (uuid: string) => string): string {
  const name = nameOf(edit.uuid);
  if (edit.expelled) return `expel ${name}`;
  const settings = [
    ...(edit.uri === undefined ? [] : [`URI ${edit.uri}`]),
    ...(edit.zone === undefined ? [] : [`zone ${edit.zone}`]),
    ...(edit.disabled === undefined ? [] : [edit.disabled ? 'disabled' : 'enabled']),
  ];
  return `set ${name} ${settings.join(', ')}`;
}

function describeFailover(params: FailoverChange): string {
  const provider = params.stateProvider === undefined ? '' : ` with ${params.stateProvider}`;
  return `${params.mode}${provider}`;
}
