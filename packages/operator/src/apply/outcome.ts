import type { Action } from '@cartridge-on-kubernetes/planner';

/** What became of one action of a plan. */
export type Outcome =
  | { kind: 'done'; action: Action; seconds: number }
  | {
      kind: 'failed';
      action: Action;
      seconds: number;
      message: string;
      errorClass: string | null;
      /** whether it may be in effect, or still going on, is not known */
      isInDoubt: boolean;
    }
  /** the action that it builds on did not succeed in this pass, or its object is gone */
  | { kind: 'left_out'; action: Action };
