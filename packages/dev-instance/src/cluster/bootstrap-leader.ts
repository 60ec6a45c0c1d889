import type { Member } from '../membership/member.ts';
import { activeServers, findServer, type Topology } from '../topology/clusterwide-config.ts';
import { leaderCandidates } from '../topology/leaders.ts';

/**
 * Whom an instance without data starts from: the leader that the first living member of its replicaset
 * names, else the first in priority. An instance that finds itself here starts from nothing, and one that
 * was wiped and is the first in priority does so where nobody has told it of a leader: as the real one does.
 */
export function chooseBootstrapLeader(request: {
  topology: Topology;
  replicaset: string;
  instance: string;
  /** whom the instance had heard of when the config came */
  heard: readonly Member[];
}): { uuid: string; uri: string } {
  const { topology, replicaset, instance, heard } = request;
  const named = activeServers(topology)
    .filter(([uuid, server]) => server.replicasetUuid === replicaset && uuid !== instance)
    .map(([uuid, server]) => ({ uuid, member: heard.find(member => member.uri === server.uri) }))
    .find(({ uuid, member }) => member?.status === 'alive' && member.payload?.uuid === uuid)?.member
    ?.payload?.leader_uuid;
  const uuid = named ?? leaderCandidates(topology, replicaset)[0] ?? instance;
  return { uuid, uri: findServer(topology, uuid)?.uri ?? '' };
}
