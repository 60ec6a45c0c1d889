import type { Member } from '../membership/member.ts';
import { findServer, type Topology } from '../topology/clusterwide-config.ts';
import { priorityOrder } from '../topology/leaders.ts';

/**
 * Whom an instance without data starts from: the leader that the first enabled, living member of its replicaset, in
 * priority, has named to it, else the first in priority, be it disabled. An instance that finds itself here starts from
 * nothing. One that was wiped does so where it is the first in priority and nobody has told it of a leader, and where
 * the last that it was told is that it leads: as the real one does.
 */
export function chooseBootstrapLeader(request: {
  topology: Topology;
  replicaset: string;
  instance: string;
  /** whom the instance had heard of when the config came */
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
