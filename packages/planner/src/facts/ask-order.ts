import { annotations, INSTANCE_STATE_JOINED, labels, type Topology } from '@cartridge-on-kubernetes/api';
import type { InstanceAnswer, Surroundings } from '../snapshot.ts';
import { recordedAsStopped } from './stopped-record.ts';

/** Whom to ask about the cluster: pods in order of preference, or why nobody may be asked. */
export type AskOrder = { kind: 'ask'; pods: readonly string[] } | { kind: 'nobody'; message: string };

/**
 * Only configured instances are asked. An unconfigured one is asked only if no instance of the cluster has ever
 * joined: asked beside an existing cluster, it would found a second one.
 */
export function askOrder(surroundings: Surroundings): AskOrder {
  const terminating = terminatingPods(surroundings);
  // Who was away while disabled has the config of then, and knows nothing of being behind.
  const stale = recordedAsStopped(surroundings.cluster);
  const usable = surroundings.answers.filter(({ pod }) => !terminating.has(pod) && !stale.includes(pod));
  const configured = podsInState(usable, 'RolesConfigured');
  if (configured.length > 0) return { kind: 'ask', pods: configured };
  const recovering = surroundings.answers.find(answer => answer.kind === 'answered' && hasJoined(answer));
  if (recovering?.kind === 'answered') {
    return {
      kind: 'nobody',
      message: `${recovering.pod} is ${recovering.self.state}, no instance is RolesConfigured`,
    };
  }
  const member = evidenceOfMembership(surroundings);
  if (member !== null) return { kind: 'nobody', message: `${member}, but no instance is RolesConfigured` };
  const unconfigured = podsInState(usable, 'Unconfigured');
  if (unconfigured.length > 0) return { kind: 'ask', pods: unconfigured };
  return { kind: 'nobody', message: 'no instance answers yet' };
}

/**
 * `doubtful`: it disagrees with others about the config, so it may be the one that is behind (an expelled instance
 * keeps its old view); ask the others too and take the answer with the fewest disagreements.
 * `unfit`: it is disabled or not part of its own topology.
 */
export function judgeTopology(
  topology: Topology,
): { kind: 'fit' | 'unfit' } | { kind: 'doubtful'; disagreements: number } {
  if (topology.replicasets.length === 0) return { kind: 'fit' };
  const own = topology.instances.find(instance => instance.uuid === topology.self.uuid);
  if (topology.self.uuid === null || own === undefined || own.disabled) return { kind: 'unfit' };
  const disagreements = topology.suggestions.forceApply.filter(
    suggestion => suggestion.configMismatch,
  ).length;
  return disagreements === 0 ? { kind: 'fit' } : { kind: 'doubtful', disagreements };
}

/** Why the cluster is known to have been formed, from what outlives pods; null if nothing says so. */
export function evidenceOfMembership({ cluster, statefulSets, pods }: Surroundings): string | null {
  if (cluster.metadata.annotations?.[annotations.formed] === '1') return 'The cluster had been formed';
  const bootstrapped = statefulSets.find(
    item => item.metadata.annotations?.[annotations.isBootstrapped] === '1',
  );
  if (bootstrapped !== undefined) return `StatefulSet ${bootstrapped.metadata.name} was bootstrapped`;
  const joined = pods.find(pod => pod.metadata.labels?.[labels.instanceState] === INSTANCE_STATE_JOINED);
  return joined === undefined ? null : `${joined.metadata.name} had joined`;
}

function podsInState(answers: readonly InstanceAnswer[], state: string): string[] {
  return answers
    .filter(answer => answer.kind === 'answered' && answer.self.state === state)
    .map(answer => answer.pod)
    .sort();
}

function hasJoined(answer: InstanceAnswer): boolean {
  return answer.kind === 'answered' && (answer.self.uuid !== null || answer.self.state !== 'Unconfigured');
}

function terminatingPods({ pods }: Surroundings): Set<string> {
  return new Set(
    pods.filter(pod => pod.metadata.deletionTimestamp !== undefined).map(pod => pod.metadata.name),
  );
}
