import { annotations, type Instance, type Replicaset } from '@cartridge-on-kubernetes/api';
import type { InstanceView, ReplicasetView, Views } from '../views/views.ts';
import { canVote } from './members.ts';
import { lastsSeconds, leadershipKey } from './sightings.ts';
import { isUnconfigured } from './unconfigured.ts';

export interface LostMember {
  replicaset: ReplicasetView;
  live: Replicaset;
  instance: InstanceView;
  /** the healthy leader that has the data; null where there is none */
  leader: Instance | null;
  /** the leader has led for some seconds, so it knows that it leads and can tell the lost member */
  isSettled: boolean;
  /**
   * without a leader: the member that is first in failover priority, has the data and cannot start without the lost
   * member
   */
  source: InstanceView | null;
  /** a person allowed this member to start without the data (annotation tarantool.io/start-empty) */
  mayStartEmpty: boolean;
}

/**
 * Members whose volume was lost: they are in the topology and their pod runs, but the instance is Unconfigured. Every
 * clusterwide change boots them, and a lost member that is to lead boots with an empty data set.
 */
export function findLostMembers(views: Views): LostMember[] {
  return views.replicasets.flatMap(replicaset => {
    const { live } = replicaset;
    if (live === null) return [];
    return replicaset.instances
      .filter(instance => instance.live !== null && !instance.live.disabled && isUnconfigured(instance))
      .map(instance => ({
        replicaset,
        live,
        instance,
        leader: leaderBeside({ views, live, uuid: instance.uuid }),
        isSettled: isSettled(views, live),
        source: waitingFirst(views, replicaset, instance),
        mayStartEmpty: instance.pod?.metadata.annotations?.[annotations.startEmpty] === '1',
      }));
  });
}

/** The members learn of a new leader one after the other, within a second or two. */
const LEADER_IS_KNOWN_SECONDS = 5;

function isSettled({ snapshot }: Views, live: Replicaset): boolean {
  return (
    lastsSeconds(snapshot, snapshot.sightings.leaderships[leadershipKey(live)]) >= LEADER_IS_KNOWN_SECONDS
  );
}

/** Every starting instance waits for all members at first; a shorter wait is no deadlock. */
const WAITS_SECONDS = 10;

/**
 * Where all instances of a replicaset start at once and one of them has lost its data, the other instances wait for
 * that one for ever, while it waits for a leader. No waiting instance has told it of a leader, so it boots from the
 * member that is first in failover priority.
 */
function waitingFirst(
  views: Views,
  { live, instances }: ReplicasetView,
  lost: InstanceView,
): InstanceView | null {
  const others = instances.filter(other => other !== lost && other.live !== null && !other.live.disabled);
  const first = others.find(({ uuid }) => uuid === live?.instanceUUIDs[0]);
  const isDeadlock = others.every(other => isUnconfigured(other) || hasWaited(views, other));
  return first !== undefined && isDeadlock && hasWaited(views, first) ? first : null;
}

function hasWaited({ snapshot }: Views, { name, answer }: InstanceView): boolean {
  if (answer?.kind !== 'answered' || answer.self.state !== 'ConnectingFullmesh') return false;
  return lastsSeconds(snapshot, snapshot.sightings.states[name]?.since) >= WAITS_SECONDS;
}

/** The leader of the replicaset, if it is a healthy member other than `uuid`. */
export function leaderBeside({
  views,
  live,
  uuid,
}: {
  views: Views;
  live: Replicaset;
  uuid: string;
}): Instance | null {
  if (live.activeLeaderUUID === null || live.activeLeaderUUID === uuid) return null;
  const leader = views.membersByUuid.get(live.activeLeaderUUID);
  if (leader === undefined || leader.disabled || leader.status !== 'healthy') return null;
  const view = views.viewsByUuid.get(leader.uuid);
  const isConfigured = view?.answer?.kind !== 'answered' || view.answer.self.state === 'RolesConfigured';
  return isConfigured && canVote(leader, view) ? leader : null;
}
