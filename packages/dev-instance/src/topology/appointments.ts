import { findServer, type Topology } from './clusterwide-config.ts';
import { isFitToLead, type Leaders, leaderCandidates, type MembersByUri } from './leaders.ts';

/** An appointment is not touched for this long, so that leadership does not flap. */
export const IMMUNITY_SECONDS = 15;

/**
 * The appointments a coordinator would change: replicasets without a leader, and those whose leader is dead or
 * may not lead any more. `immuneUntil` holds, by replicaset, the time in milliseconds before which nothing changes.
 */
export function planAppointments(request: {
  topology: Topology;
  leaders: Leaders;
  members: MembersByUri;
  immuneUntil: Readonly<Record<string, number>>;
  now: number;
}): Leaders {
  const { topology, leaders, members, immuneUntil, now } = request;
  const changes: Record<string, string> = {};
  for (const replicaset of Object.keys(topology.replicasets)) {
    const candidates = leaderCandidates(topology, replicaset);
    const current = leaders[replicaset] ?? null;
    const isAppointed = current !== null && findServer(topology, current) !== undefined;
    if (isAppointed && candidates.includes(current) && isFitToLead(topology, current, members)) continue;
    if (isAppointed && now < (immuneUntil[replicaset] ?? 0)) continue;
    const fit = candidates.find(uuid => isFitToLead(topology, uuid, members));
    const chosen = fit ?? (isAppointed ? undefined : candidates[0]);
    if (chosen !== undefined && chosen !== current) changes[replicaset] = chosen;
  }
  return changes;
}
