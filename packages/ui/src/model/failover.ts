import type { FailoverAnswer } from '../data/answer.ts';

export interface FailoverView {
  mode: string;
  /** what the mode does, in one sentence */
  text: string;
  facts: ReadonlyArray<{ name: string; value: string }>;
}

export function readFailover(answer: FailoverAnswer | undefined): FailoverView | null {
  if (answer === undefined) return null;
  const stateful = answer.mode === 'stateful';
  return {
    mode: answer.mode,
    text: describeMode(answer.mode),
    facts: [
      ...(stateful && answer.state_provider
        ? [{ name: 'State provider', value: providerNames[answer.state_provider] ?? answer.state_provider }]
        : []),
      ...(answer.failover_timeout !== undefined
        ? [{ name: 'Dead after', value: formatTimeout(answer.failover_timeout) }]
        : []),
      ...(stateful && answer.fencing_enabled !== undefined
        ? [{ name: 'Fencing', value: answer.fencing_enabled ? 'on' : 'off' }]
        : []),
    ],
  };
}

function formatTimeout(seconds: number): string {
  return seconds === 0 ? 'the first missed pings' : `${seconds}\u00a0s`;
}

const providerNames: Readonly<Record<string, string>> = { tarantool: 'stateboard', etcd2: 'etcd' };

function describeMode(mode: string): string {
  switch (mode) {
    case 'disabled':
      return 'The first instance of each replicaset leads, alive or not.';
    case 'eventual':
      return 'The first living instance of each replicaset leads.';
    case 'stateful':
      return 'A coordinator appoints the leaders and keeps its choice outside the cluster.';
    case 'raft':
      return 'Each replicaset elects its leader.';
    default:
      return 'A mode this page does not know.';
  }
}
