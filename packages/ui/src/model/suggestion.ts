import type { SuggestionsAnswer } from '../data/answer.ts';

/** What Cartridge proposes, and what it is about. */
export interface SuggestionView {
  key: string;
  title: string;
  instances: readonly string[];
  explanation: string;
  cure: string;
}

export function readSuggestions(
  suggestions: SuggestionsAnswer | null | undefined,
  nameOf: (uuid: string) => string,
): SuggestionView[] {
  if (!suggestions) return [];
  return [
    ...readForceApply(suggestions.force_apply ?? [], nameOf),
    ...explainAll({
      key: 'disable',
      title: 'Bring back or disable',
      instances: (suggestions.disable_servers ?? []).map(({ uuid }) => nameOf(uuid)),
      explanation: 'An enabled instance that does not answer blocks every change to the configuration.',
      cure: 'Start it again. If it stays away, disable or expel all such instances in a single call.',
    }),
    ...explainAll({
      key: 'restart-replication',
      title: 'Restart replication',
      instances: (suggestions.restart_replication ?? []).map(({ uuid }) => nameOf(uuid)),
      explanation: 'Replication stopped although the other side answers.',
      cure: 'Call restart_replication, or restart the instance.',
    }),
    ...(suggestions.refine_uri ?? []).map(({ uuid, uri_old, uri_new }) => ({
      key: `refine-uri ${uuid}`,
      title: 'Update an address',
      instances: [nameOf(uuid)],
      explanation: `The topology still says ${uri_old}; the instance answers at ${uri_new}.`,
      cure: 'Edit the topology with the new address.',
    })),
  ];
}

/** One suggestion for all instances; none without any. */
function explainAll(suggestion: SuggestionView): SuggestionView[] {
  return suggestion.instances.length === 0 ? [] : [suggestion];
}

function readForceApply(
  entries: NonNullable<SuggestionsAnswer['force_apply']>,
  nameOf: (uuid: string) => string,
): SuggestionView[] {
  const reasons = [
    entries.some(entry => entry.config_locked) &&
      'A change was prepared but never finished; until the lock is gone every change fails.',
    entries.some(entry => entry.config_mismatch) &&
      'The configuration differs from that of the instance that answers this page.',
    entries.some(entry => entry.operation_error) && 'A role failed while the configuration was applied.',
  ];
  return explainAll({
    key: 'force-apply',
    title: 'Reapply the configuration',
    instances: entries.map(entry => nameOf(entry.uuid)),
    explanation: reasons.filter(Boolean).join(' '),
    cure: 'On Kubernetes the operator reapplies it once every enabled instance answers; elsewhere call config_force_reapply.',
  });
}
