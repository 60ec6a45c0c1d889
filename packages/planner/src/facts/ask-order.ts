import { annotations, INSTANCE_STATE_JOINED, labels, type Topology } from '@cartridge-on-kubernetes/api';
import type { InstanceAnswer, Surroundings } from '../snapshot.ts';
import { recordedAsStopped } from './stopped-record.ts';

/** Pods to ask about the cluster, in order of preference, or why no pod may be asked. */
export type AskOrder = { kind: 'ask'; pods: readonly string[] } | { kind: 'none'; message: string };

/**
 * Only configured instances are asked. An unconfigured one is asked only if no instance of the cluster has ever
 * joined: asked beside an existing cluster, it would found a second one.
 */
export function askOrder(surroundings: Surroundings): AskOrder {
  const terminating = terminatingPods(surroundings);
  // An instance that was down while disabled still holds the old clusterwide config and cannot tell that it is stale.
  const stale = recordedAsStopped(surroundings.cluster);
  const usable = surroundings.answers.filter(({ pod }) => !terminating.has(pod) && !stale.includes(pod));
  const configured = podsInState(usable, 'RolesConfigured');
  if (configured.length > 0) return { kind: 'ask', pods: configured };
  const unconfigured = podsInState(usable, 'Unconfigured');
  if (!clusterExists(surroundings) && unconfigured.length > 0) return { kind: 'ask', pods: unconfigured };
  return { kind: 'none', message: describeUnknownTopology(surroundings, findCause(surroundings)) };
}

/** Why there is no topology; `cause` is the first error, or null where no instance has an address. */
export function describeUnknownTopology(surroundings: Surroundings, cause: string | null): string {
  if (!clusterExists(surroundings))
    return cause === null ? 'No instance answers yet' : `No instance answers: ${cause}`;
  if (cause === null) return 'The cluster exists, but no instance runs';
  return `The cluster exists, but no instance answered with its topology: ${cause}`;
}

function clusterExists(surroundings: Surroundings): boolean {
  return surroundings.answers.some(hasJoined) || evidenceOfMembership(surroundings) !== null;
}

/** Why an instance that may know the cluster cannot be asked; null where there is none, as at the first start. */
function findCause(surroundings: Surroundings): string | null {
  if (!clusterExists(surroundings)) return null;
  const { answers } = surroundings;
  const isStarting = (answer: InstanceAnswer) => hasJoined(answer) && !isConfigured(answer);
  const answer = answers.find(isStarting) ?? answers.find(({ kind }) => kind === 'unreachable') ?? answers[0];
  if (answer === undefined) return null;
  if (answer.kind === 'unreachable') return `${answer.pod}: ${answer.message}`;
  const { state } = answer.self;
  return isConfigured(answer) ? `${answer.pod} is terminating or disabled` : `${answer.pod} is ${state}`;
}

function isConfigured(answer: InstanceAnswer): boolean {
  return answer.kind === 'answered' && answer.self.state === 'RolesConfigured';
}

/**
 * `doubtful`: the config of the instance differs from that of other members, so it may be stale (an expelled instance
 * keeps its old view); ask the other members too and take the answer with the fewest disagreements. `unfit`: the
 * instance is disabled, or not part of its own topology.
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

/** Evidence that the cluster was formed, from objects that outlive pods, as a clause; null where there is none. */
export function evidenceOfMembership({ cluster, statefulSets, pods }: Surroundings): string | null {
  if (cluster.metadata.annotations?.[annotations.formed] === '1') return 'the cluster was formed before';
  const bootstrapped = statefulSets.find(
    item => item.metadata.annotations?.[annotations.isBootstrapped] === '1',
  );
  if (bootstrapped !== undefined) return `StatefulSet ${bootstrapped.metadata.name} was bootstrapped`;
  const joined = pods.find(pod => pod.metadata.labels?.[labels.instanceState] === INSTANCE_STATE_JOINED);
  return joined === undefined ? null : `${joined.metadata.name} has joined`;
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
