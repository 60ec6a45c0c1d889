import type { Member } from '../membership/member.ts';
import { findServer, type Topology } from '../topology/clusterwide-config.ts';
import { priorityOrder } from '../topology/leaders.ts';

/**
 * The leader from which an instance without data gets its first data. The first enabled, living member of its
 * replicaset, in failover priority, with a leader in its payload decides. If there is none, it is the first member in
 * priority, even if disabled. An instance that is its own bootstrap leader starts from nothing. As with the
 * real Cartridge, a wiped instance does so too: where it is first in priority and has heard of no leader, and where the
 * payload it has heard names this instance as leader.
 */
export function chooseBootstrapLeader(request: {
  topology: Topology;
  replicaset: string;
  instance: string;
  /** the members that the instance knew when the config reached it */
  heard: readonly Member[];
}): { uuid: string; uri: string } {
  const { topology, replicaset, instance, heard } = request;
  const order = priorityOrder(topology, replicaset);
  const named = order
    .filter(uuid => uuid !== instance && !findServer(topology, uuid)?.disabled)
    .map(uuid => heard.find(({ uri }) => uri === findServer(topology, uuid)?.uri))
    .find(member => member?.status === 'alive' && member.payload?.leader_uuid)?.payload?.leader_uuid;
  const uuid = named ?? order[0] ?? instance;
  return { uuid, uri: findServer(topology, uuid)?.uri ?? '' };
}
