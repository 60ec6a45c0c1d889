import type { Instance, Topology } from '@cartridge-on-kubernetes/api';
import type { InstanceView } from '../views/views.ts';

/** Enabled members: those who must vote for every change. */
export function enabledMembers(topology: Topology): readonly Instance[] {
  return topology.instances.filter(instance => instance.uuid !== '' && !instance.disabled);
}

/**
 * Where as many members differ from the asked one as agree with it, the asked one may be the one that is behind, and
 * whatever is sent through it would push its old config to the others.
 */
export function mayBeBehind(topology: Topology): boolean {
  const mismatched = topology.suggestions.forceApply.filter(suggestion => suggestion.configMismatch);
  return mismatched.length > 0 && mismatched.length * 2 >= enabledMembers(topology).length;
}

/**
 * Whether a member takes part in a change. The pod's own word is fresher than the membership, which learns of a
 * death or a return only after seconds.
 */
export function canVote(member: Instance, view: InstanceView | undefined): boolean {
  if (view === undefined) return member.status === 'healthy';
  const { pod, answer } = view;
  if (pod === null || pod.metadata.deletionTimestamp !== undefined) return false;
  if (answer?.kind === 'answered')
    return (
      VOTING_STATES.has(answer.self.state) && member.status !== 'not found' && member.status !== 'unreachable'
    );
  return member.status === 'healthy' && isReady(view);
}

/** A cleaned instance accepts a change as well: that is how it is joined. */
const VOTING_STATES = new Set(['RolesConfigured', 'OperationError', 'Unconfigured']);

export function isReady({ pod }: InstanceView): boolean {
  return (
    pod?.status?.conditions?.some(condition => condition.type === 'Ready' && condition.status === 'True') ??
    false
  );
}
