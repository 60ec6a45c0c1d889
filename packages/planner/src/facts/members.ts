import type { Instance, Topology } from '@cartridge-on-kubernetes/api';
import type { InstanceView } from '../views/views.ts';

/** Enabled members: every one of them must take part in a change. */
export function enabledMembers(topology: Topology): readonly Instance[] {
  return topology.instances.filter(instance => instance.uuid !== '' && !instance.disabled);
}

/**
 * Whether the asked instance may hold a stale config: at least as many members differ from it as agree with it. A
 * change that is sent through it would push its config to the other members.
 */
export function mayBeBehind(topology: Topology): boolean {
  const mismatched = topology.suggestions.forceApply.filter(suggestion => suggestion.configMismatch);
  return mismatched.length > 0 && mismatched.length * 2 >= enabledMembers(topology).length;
}

/**
 * Whether a member takes part in a change. The instance's own answer is fresher than the membership, which learns of a
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

/** An Unconfigured instance accepts a change as well: that is how it joins. */
const VOTING_STATES = new Set(['RolesConfigured', 'OperationError', 'Unconfigured']);

export function isReady({ pod }: InstanceView): boolean {
  return (
    pod?.status?.conditions?.some(condition => condition.type === 'Ready' && condition.status === 'True') ??
    false
  );
}
