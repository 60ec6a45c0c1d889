import type { InstanceEdit, ReplicasetEdit } from '@cartridge-on-kubernetes/api';
import type { Action, EditTopology, FailoverChange } from './action.ts';
import { formatReference, objectReference } from './object-reference.ts';

/** The one text of an action, for log, event and preview: what is done to which object, and why. */
export function describeAction(action: Action): string {
  const { reason } = action;
  return `${formatAction(action)}${reason.startsWith('as ') ? ',' : ':'} ${reason}`;
}

/** The one text of an action that failed; `error` says why. */
export function describeFailure(action: Action, error: string): string {
  return `${formatAction(action)} failed: ${error}`;
}

/** The one text of an action that succeeded `count` times in a row and is due again. */
export function describeVainAction(action: Action, count: number): { message: string; cure: string } {
  const times = count === 1 ? 'once' : `${count} times`;
  if (action.kind === 'create_object') {
    const message = `Created ${formatReference(objectReference(action.object))} ${times}, but the operator does not see it`;
    return { message, cure: 'Check its label tarantool.io/cluster-id' };
  }
  return {
    message: `${formatAction(action)} succeeded ${times} and had no effect`,
    cure: 'Check whether a person or another program undoes this change. The operator tries again ever more rarely',
  };
}

function formatAction(action: Action): string {
  switch (action.kind) {
    case 'create_object':
      return `Creating ${action.object.kind} ${action.object.metadata.name}`;
    case 'patch_object':
      return `Changing ${action.what} of ${action.target.kind} ${action.target.name}`;
    case 'delete_pod':
      return `Deleting ${action.target.kind} ${action.target.name}`;
    case 'edit_topology':
      return describeEdit(action);
    case 'bootstrap_vshard':
      return 'Distributing the buckets over the storages';
    case 'set_failover':
      return `Setting failover to ${describeFailover(action.params)}`;
    case 'reapply_config':
      return `Sending the clusterwide config again to ${action.pods.join(', ')}`;
    case 'restart_replication':
      return `Restarting the replication of ${action.pod}`;
    case 'probe_instance':
      return `Telling the other instances the address of ${action.pod}`;
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
  const settings = settingsOf(edit, nameOf);
  const name = nameOf(edit.uuid);
  if (joined.length > 0) {
    const list = settings.map(([what, value]) => `${what} ${value}`).join(', ');
    return `joining ${joined.join(', ')} to replicaset ${name}${list === '' ? '' : ` with ${list}`}`;
  }
  const [[what, value] = ['settings', 'none'], ...others] = settings;
  const rest = others.map(setting => ` and ${setting.join(' to ')}`).join('');
  return `changing ${what} of replicaset ${name} to ${value}${rest}`;
}

function settingsOf(edit: ReplicasetEdit, nameOf: (uuid: string) => string): Array<[string, string]> {
  const { roles, weight, vshardGroup, allRw, failoverPriority } = edit;
  return [
    ...setting('roles', roles, list => list.join(', ') || 'none'),
    ...setting('weight', weight, String),
    ...setting('vshard group', vshardGroup, String),
    ...setting('writable instances', allRw, isAll => (isAll ? 'all' : 'the leader only')),
    ...setting('failover priority', failoverPriority, uuids => uuids.map(nameOf).join(', ')),
  ];
}

function setting<Value>(
  what: string,
  value: Value | undefined,
  format: (value: Value) => string,
): Array<[string, string]> {
  return value === undefined ? [] : [[what, format(value)]];
}

function describeInstance(edit: InstanceEdit, nameOf: (uuid: string) => string): string {
  const name = nameOf(edit.uuid);
  if (edit.expelled) return `expelling ${name}`;
  const changes = [
    ...(edit.disabled === undefined ? [] : [`${edit.disabled ? 'disabling' : 'enabling'} ${name}`]),
    ...(edit.uri === undefined ? [] : [`changing URI of ${name} to ${edit.uri}`]),
    ...(edit.zone === undefined ? [] : [`changing zone of ${name} to ${edit.zone}`]),
  ];
  return changes.join('; ');
}

function describeFailover({ mode, stateProvider }: FailoverChange): string {
  // Cartridge's name for a stateboard is `tarantool`.
  const provider = stateProvider === 'tarantool' ? 'stateboard' : stateProvider;
  return provider === undefined ? mode : `${mode} with ${provider}`;
}
