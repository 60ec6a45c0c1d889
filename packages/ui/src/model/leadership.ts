import type { ReplicasetAnswer } from '../data/answer.ts';

/**
 * Cartridge has two facts: who is configured to lead (`master`) and who does (`active_master`).
 * They differ while failover has moved the lead.
 */
export type Leadership = 'leader' | 'leads for now' | 'configured leader' | 'none';

export interface Leaders {
  /** uuid; null when nobody is known */
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

/** Cartridge fills the leader nobody knows with the word "void". */
function knownLeader(leader: { uuid: string }): string | null {
  return leader.uuid === 'void' || leader.uuid === '' ? null : leader.uuid;
}
