import type { InstanceView, Views } from '../views/views.ts';

/** States in which other instances can replicate from an instance. */
const REPLICATING_STATES: ReadonlySet<string> = new Set([
  'ConnectingFullmesh',
  'BoxConfigured',
  'ConfiguringRoles',
  'RolesConfigured',
  'OperationError',
  'ReloadingRoles',
  'ReloadError',
]);

/**
 * Names of the other enabled members of the instance's replicaset that do not run; without a topology, of its wanted
 * instances.
 */
export function awayPeers(views: Views, instance: InstanceView): string[] {
  const replicaset = views.replicasetsByName.get(instance.replicasetName);
  if (replicaset === undefined) return [];
  if (views.topology === null) {
    const wanted = replicaset.instances.filter(other => other.standing === 'wanted' && other !== instance);
    return wanted.filter(other => !isReplicating(other)).map(({ name }) => name);
  }
  const others = (replicaset.live?.instanceUUIDs ?? []).filter(uuid => uuid !== instance.uuid);
  return others
    .filter(uuid => {
      const member = views.membersByUuid.get(uuid);
      const view = views.viewsByUuid.get(uuid);
      if (member === undefined || member.disabled) return false;
      return view === undefined ? member.status !== 'healthy' : !isReplicating(view);
    })
    .map(uuid => views.names[uuid] ?? uuid);
}

export function isReplicating({ pod, answer }: InstanceView): boolean {
  const isUp = pod !== null && pod.metadata.deletionTimestamp === undefined;
  return isUp && answer?.kind === 'answered' && REPLICATING_STATES.has(answer.self.state);
}
