import type { ReplicationAnswer } from '../data/answer.ts';

/** What an instance says of one peer it copies data from. */
export interface ReplicationView {
  peer: string;
  running: boolean;
  text: string;
}

export function readReplication(facts: {
  rows: ReadonlyArray<ReplicationAnswer | null>;
  ownUUID: string;
  nameOf: (uuid: string) => string;
}): ReplicationView[] {
  return facts.rows
    .filter(row => row !== null)
    .filter(row => row.uuid !== facts.ownUUID && row.upstream_status !== null)
    .map(row => {
      const peer = facts.nameOf(row.uuid);
      return { peer, ...readUpstream(row, peer) };
    });
}

function readUpstream(row: ReplicationAnswer, peer: string): { running: boolean; text: string } {
  switch (row.upstream_status) {
    case 'follow':
      return { running: true, text: `follows ${peer}${formatLag(row.upstream_lag)}` };
    case 'sync':
      return { running: true, text: `catches up with ${peer}${formatLag(row.upstream_lag)}` };
    case 'orphan':
      return { running: true, text: `waits for enough members besides ${peer}` };
    default: {
      const message = row.upstream_message ? `: ${row.upstream_message}` : '';
      return { running: false, text: `does not copy from ${peer} (${row.upstream_status}${message})` };
    }
  }
}

/** A lag below a tenth of a second says nothing. */
function formatLag(seconds: number | null | undefined): string {
  return seconds != null && seconds >= 0.1 ? `, ${seconds.toFixed(1)}\u00a0s behind` : '';
}
