import type { Leaders } from '../topology/leaders.ts';

/** The instance that may appoint leaders. */
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
  /** Rejects unless the session holds the lock. */
  writeLeaders(session: CoordinatorSession, changes: Leaders): Promise<void>;
  /** The first cluster stores its hash; the stored hash of another cluster is an error. */
  checkCookieHash(hash: string): Promise<void>;
  close(): void;
}
