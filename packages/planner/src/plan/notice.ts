import type { EventReason, ObjectReference } from '@cartridge-on-kubernetes/api';
import type { Action } from './action.ts';

/** What keeps one object from what the manifests ask, and what a person can do. */
export interface Notice {
  reason: EventReason;
  about: ObjectReference;
  /** what happened */
  message: string;
  /** what a person can do, or what the operator does next */
  cure: string;
}

/**
 * Something that is waited for. It is looked at again after some time, as there may be no watch that reports its end.
 * `progress`: expected to pass, shown in conditions only. `problem`: also an event, and a row of `status.problems`.
 */
export interface Wait extends Notice {
  severity: 'progress' | 'problem';
  /** kind of the action that is held because it failed or had no effect */
  held?: Action['kind'];
  retryAfterSeconds: number;
}

/** The manifests ask for something that cannot or must not be done; only a person can change that. */
export interface Refusal extends Notice {
  /** set where no watch reports that the cause is gone */
  retryAfterSeconds?: number;
}
