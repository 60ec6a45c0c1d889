/** What a reason of an event, a problem or a condition tells a person. docs/reference is generated from here. */
export interface Reason {
  meaning: string;
  end: ReasonEnd;
}

/**
 * What ends it. `passes`: time, or the operator, which tries on; a person may hasten it. `needs person`: it holds the
 * Cluster back until a person acts. `told`: it holds nothing back.
 */
export type ReasonEnd = 'passes' | 'needs person' | 'told';

export function passes(meaning: string): Reason {
  return { meaning, end: 'passes' };
}

export function needsPerson(meaning: string): Reason {
  return { meaning, end: 'needs person' };
}

export function told(meaning: string): Reason {
  return { meaning, end: 'told' };
}
