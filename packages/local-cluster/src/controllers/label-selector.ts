import { type LabelSelector, matchesSelector as matchesPresent } from '../objects/label-selector.ts';

export type { LabelSelector };

/** An absent selector selects nothing, an empty one everything, as in the Kubernetes API. */
export function matchesSelector(
  selector: LabelSelector | undefined,
  labels: Record<string, string> | undefined,
): boolean {
  return selector !== undefined && matchesPresent(selector, labels ?? {});
}
