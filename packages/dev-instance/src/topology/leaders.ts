import { activeServers, findServer, type Topology } from './clusterwide-config.ts';

/** What membership says about a URI, as far as choosing a leader needs it. */
export interface MemberView {
  readonly status: 'alive' | 'suspect' | 'dead' | 'left';
  readonly state: string | null;
  readonly uuid: string | null;
}

export type MembersByUri = ReadonlyMap<string, MemberView>;

/** Leader of each replicaset by uuid; null where none can be named. */
export type Leaders = Readonly<Record<string, string | null>>;

/** The members of a replicaset in failover priority; members missing from the stored list follow by uuid. */
export function priorityOrder(topology: Topology, replicasetUuid: string): string[] {
  const members = activeServers(topology)
    .filter(([, server]) => server.replicasetUuid === replicasetUuid)
    .map(([uuid]) => uuid);
  const listed = topology.replicasets[replicasetUuid]?.priority.filter(uuid => members.includes(uuid)) ?? [];
  const rest = members.filter(uuid => !listed.includes(uuid)).sort();
  const all = [...listed, ...rest];
  const electable = all.filter(uuid => findServer(topology, uuid)?.electable);
  return [...electable, ...all.filter(uuid => !electable.includes(uuid))];
}

/** The leaders when failover is disabled: first enabled, electable member in priority, dead or not. */
export function disabledLeaders(topology: Topology): Leaders {
  return leadersBy(topology, candidates => candidates[0]);
}

/** The leaders under eventual failover: the first healthy candidate, else the first candidate. */
export function eventualLeaders(topology: Topology, members: MembersByUri): Leaders {
  return leadersBy(
    topology,
    candidates => candidates.find(uuid => isFitToLead(topology, uuid, members)) ?? candidates[0],
  );
}

/** The members that may lead a replicaset, in priority. */
export function leaderCandidates(topology: Topology, replicasetUuid: string): string[] {
  return priorityOrder(topology, replicasetUuid).filter(uuid => {
    const server = findServer(topology, uuid);
    return server?.electable && !server.disabled;
  });
}

/** A suspect member still counts: only death moves a leader. */
export function isFitToLead(topology: Topology, uuid: string, members: MembersByUri): boolean {
  const member = members.get(findServer(topology, uuid)?.uri ?? '');
  if (member === undefined || (member.status !== 'alive' && member.status !== 'suspect')) return false;
  if (member.uuid !== uuid) return false;
  return member.state === 'ConfiguringRoles' || member.state === 'RolesConfigured';
}

function leadersBy(topology: Topology, choose: (candidates: string[]) => string | undefined): Leaders {
  return Object.fromEntries(
    Object.keys(topology.replicasets).map(uuid => [uuid, choose(leaderCandidates(topology, uuid)) ?? null]),
  );
}
