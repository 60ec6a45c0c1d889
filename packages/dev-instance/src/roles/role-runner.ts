import type { ClusterwideConfig } from '../topology/clusterwide-config.ts';

/** Runs the roles of this instance. */
export interface RoleRunner {
  apply(config: ClusterwideConfig, request: { enabled: readonly string[]; isMaster: boolean }): Promise<void>;
}
