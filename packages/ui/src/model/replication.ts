import type { ReplicationAnswer } from '../data/answer.ts';

/** What an instance says of one peer it copies data from. */
export interface ReplicationView {
  peer: string;
  /** `away`: it does not run, because the peer itself is away */
  state: 'running' | 'stopped' | 'away';
  text: string;
}

export function readReplication(facts: {
  rows: ReadonlyArray<ReplicationAnswer | null>;
  ownUUID: string;
  nameOf: (uuid: string) => string;
  isAway: (uuid: string) => boolean;
}): ReplicationView[] {
  return facts.rows
    .filter(row => row !== null)
    .filter(row => row.uuid !== facts.ownUUID && row.upstream_status !== null)
    .map(row => {
      const peer = facts.nameOf(row.uuid);
      const upstream = readUpstream(row, peer);
      const isExcused = upstream.state === 'stopped' && facts.isAway(row.uuid);
      return { peer, ...upstream, ...(isExcused && { state: 'away' as const }) };
    });
}

function readUpstream(row: ReplicationAnswer, peer: string): Omit<ReplicationView, 'peer'> {
  switch (row.upstream_status) {
    case 'follow':
      return { state: 'running', text: `follows ${peer}${formatLag(row.upstream_lag)}` };
    case 'sync':
      return { state: 'running', text: `catches up with ${peer}${formatLag(row.upstream_lag)}` };
    case 'orphan':
      return { state: 'running', text: `waits for enough members besides ${peer}` };
    default: {
      const message = row.upstream_message ? `: ${row.upstream_message}` : '';
      return { state: 'stopped', text: `does not copy from ${peer} (${row.upstream_status}${message})` };
    }
  }
}

/** A lag below a tenth of a second says nothing. */
function formatLag(seconds: number | null | undefined): string {
  return seconds != null && seconds >= 0.1 ? `, ${seconds.toFixed(1)}\u00a0s behind` : '';
}
