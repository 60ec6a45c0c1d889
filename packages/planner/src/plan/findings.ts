import type { Action } from './action.ts';
import type { Refusal, Wait } from './notice.ts';

/** What one concern found. */
export interface Findings {
  actions?: readonly Action[];
  waits?: readonly Wait[];
  refusals?: readonly Refusal[];
}

export interface AllFindings {
  actions: readonly Action[];
  waits: readonly Wait[];
  refusals: readonly Refusal[];
}

export function mergeFindings(parts: readonly Findings[]): AllFindings {
  return {
    actions: parts.flatMap(part => part.actions ?? []),
    waits: parts.flatMap(part => part.waits ?? []),
    refusals: parts.flatMap(part => part.refusals ?? []),
  };
}
