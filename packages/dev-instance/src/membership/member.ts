export type MemberStatus = 'alive' | 'suspect' | 'dead' | 'left';

/** What an instance tells about itself. */
export interface Payload {
  readonly alias: string | null;
  readonly state: string | null;
  readonly uuid: string | null;
  readonly leader_uuid: string | null;
}

export interface Member {
  readonly uri: string;
  readonly status: MemberStatus;
  readonly incarnation: number;
  /** Null until the member itself has told it. */
  readonly payload: Payload | null;
}

const RANK: Record<MemberStatus, number> = { alive: 0, suspect: 1, dead: 2, left: 3 };

/** SWIM's order of news about one member: a higher incarnation wins, then the worse status. */
export function isNews(known: Member | undefined, told: Member): boolean {
  if (known === undefined) return true;
  if (told.incarnation !== known.incarnation) return told.incarnation > known.incarnation;
  if (RANK[told.status] !== RANK[known.status]) return RANK[told.status] > RANK[known.status];
  return known.payload === null && told.payload !== null;
}

/** The record after the news: a rumour of death brings no payload, the old one stays. */
export function applyNews(known: Member | undefined, told: Member): Member {
  return { ...told, payload: told.payload ?? known?.payload ?? null };
}

/** An instance answers wrong news about itself with a higher incarnation. */
export function refute(self: Member, told: Member): Member | null {
  if (told.incarnation < self.incarnation) return null;
  const isSame =
    told.status === 'alive' &&
    told.incarnation === self.incarnation &&
    (told.payload === null || JSON.stringify(told.payload) === JSON.stringify(self.payload));
  return isSame ? null : { ...self, incarnation: told.incarnation + 1 };
}
