import type { Leaders } from '../topology/leaders.ts';

/** Who may appoint leaders. */
export interface CoordinatorSession {
  readonly uuid: string;
  readonly uri: string;
}

/** Keeps the appointments of stateful failover outside the cluster. Every method rejects while it is unreachable. */
export interface StateProvider {
  /** Takes or renews the lock; false while another coordinator holds it. */
  acquireLock(session: CoordinatorSession): Promise<boolean>;
  readCoordinator(): Promise<CoordinatorSession | null>;
  readLeaders(): Promise<Leaders>;
  /** Only the holder of the lock may. */
  writeLeaders(session: CoordinatorSession, changes: Leaders): Promise<void>;
  /** The first cluster leaves its mark; the mark of another one is an error. */
  checkCookieHash(hash: string): Promise<void>;
  close(): void;
}
