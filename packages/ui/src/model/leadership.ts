import type { ReplicasetAnswer } from '../data/answer.ts';

/**
 * Cartridge reports the instance that is configured to lead (`master`) and the instance that leads (`active_master`).
 * They differ while failover has moved the lead.
 */
export type Leadership = 'leader' | 'leads for now' | 'configured leader' | 'none';

export interface Leaders {
  /** uuid; null when no leader is known */
  configured: string | null;
  active: string | null;
}

export function readLeaders(replicaset: ReplicasetAnswer): Leaders {
  return { configured: knownLeader(replicaset.master), active: knownLeader(replicaset.active_master) };
}

export function readLeadership(leaders: Leaders, uuid: string): Leadership {
  if (leaders.active === uuid) return leaders.configured === uuid ? 'leader' : 'leads for now';
  return leaders.configured === uuid ? 'configured leader' : 'none';
}

/** Cartridge reports an unknown leader with the uuid "void". */
function knownLeader(leader: { uuid: string }): string | null {
  return leader.uuid === 'void' || leader.uuid === '' ? null : leader.uuid;
}
