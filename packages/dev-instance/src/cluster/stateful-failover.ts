import type { ClusterwideConfig } from '../topology/clusterwide-config.ts';
import type { Issue } from '../topology/issues.ts';
import type { Leaders } from '../topology/leaders.ts';
import type { Appointments } from './failover.ts';

/** Placeholder of appointments while no state provider is asked: nobody leads. */
export class StatefulFailover implements Appointments {
  readonly problem: string | null = null;

  leaders(): Leaders {
    return {};
  }

  configure(_config: ClusterwideConfig): void {}

  onChange(_listener: () => void): void {}

  async listIssues(): Promise<Issue[]> {
    return [];
  }

  async promote(_request: {
    replicaset_uuid: string;
    instance_uuid: string;
    force_inconsistency?: boolean | null;
  }): Promise<void> {}

  stop(): void {}
}
