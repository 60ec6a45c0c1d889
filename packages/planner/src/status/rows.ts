import type { InstanceRow, ReplicasetRow } from '@cartridge-on-kubernetes/api';
import { isReady } from '../facts/members.ts';
import type { World } from '../facts/world.ts';
import type { InstanceView } from '../views/views.ts';

export function buildReplicasetRows({ replicasets, names }: World): ReplicasetRow[] {
  return replicasets
    .filter(({ standing, statefulSet }) => standing === 'wanted' || statefulSet !== null)
    .map(({ name, role, uuid, live, instances }) => {
      const wanted = instances.filter(instance => instance.standing === 'wanted');
      const leader = live?.activeLeaderUUID == null ? undefined : names[live.activeLeaderUUID];
      return {
        name,
        role: role.name,
        uuid,
        roles: live?.roles ?? [],
        ready: `${wanted.filter(isReady).length}/${wanted.length}`,
        ...(leader === undefined ? {} : { leader }),
        ...(live?.weight == null ? {} : { weight: live.weight }),
      };
    });
}

export function buildInstanceRows({ instances }: World): InstanceRow[] {
  return instances.map(instance => ({
    name: instance.name,
    uuid: instance.uuid,
    state: stateOf(instance),
    joined: instance.live !== null,
  }));
}

function stateOf({ pod, answer }: InstanceView): string {
  if (pod === null) return 'Missing';
  if (pod.metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (answer?.kind === 'answered') return answer.self.state;
  const waiting = pod.status?.containerStatuses?.find(container => container.state?.waiting !== undefined);
  return waiting?.state?.waiting?.reason ?? pod.status?.phase ?? 'Unknown';
}
