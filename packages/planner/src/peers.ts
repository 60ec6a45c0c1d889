import type { InstanceView, World } from './world/world.ts';

/** States in which an instance takes part in the replication of others. */
const REPLICATING_STATES: ReadonlySet<string> = new Set([
  'ConnectingFullmesh',
  'BoxConfigured',
  'ConfiguringRoles',
  'RolesConfigured',
  'OperationError',
  'ReloadingRoles',
  'ReloadError',
]);

/** Names of the enabled members of its replicaset that are not up; where no topology tells, of the wanted ones. */
export function awayPeers(world: World, instance: InstanceView): string[] {
  const replicaset = world.replicasets.find(({ name }) => name === instance.replicasetName);
  if (replicaset === undefined) return [];
  if (world.topology === null) {
    const wanted = replicaset.instances.filter(other => other.isWanted && other !== instance);
    return wanted.filter(other => !isReplicating(other)).map(({ name }) => name);
  }
  const others = (replicaset.live?.instanceUUIDs ?? []).filter(uuid => uuid !== instance.uuid);
  return others
    .filter(uuid => {
      const member = world.membersByUuid.get(uuid);
      const view = world.viewsByUuid.get(uuid);
      if (member === undefined || member.disabled) return false;
      return view === undefined ? member.status !== 'healthy' : !isReplicating(view);
    })
    .map(uuid => world.names[uuid] ?? uuid);
}

export function isReplicating({ pod, answer }: InstanceView): boolean {
  const isUp = pod !== null && pod.metadata.deletionTimestamp === undefined;
  return isUp && answer?.kind === 'answered' && REPLICATING_STATES.has(answer.self.state);
}
