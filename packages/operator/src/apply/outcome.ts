import type { Action } from '@cartridge-on-kubernetes/planner';

/** Result of one action of a plan. */
export type Outcome =
  | { kind: 'done'; action: Action; seconds: number }
  | {
      kind: 'failed';
      action: Action;
      seconds: number;
      message: string;
      errorClass: string | null;
      /** true where the action may have taken effect, or may still be going on */
      isInDoubt: boolean;
    }
  /** not carried out: the action that it depends on did not succeed in this pass, or its object is gone */
  | { kind: 'left_out'; action: Action };
