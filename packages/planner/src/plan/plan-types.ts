import type { ClusterStatus, EventReason, ObjectReference, RoleStatus } from '@cartridge-on-kubernetes/api';
import type { Action } from './action.ts';
import type { Refusal, Wait } from './notice.ts';
import type { Violation } from './violation.ts';

export interface Plan {
  /** in the order in which they are carried out; look again at once when any was */
  actions: readonly Action[];
  /** rules that the decided actions break; where there are any, `actions` is empty */
  violations: readonly Violation[];
  waits: readonly Wait[];
  refusals: readonly Refusal[];
  /** what became known in this pass; what actions did is told by their own events */
  events: readonly EventToRecord[];
  /** only those that differ from what the objects hold */
  statuses: readonly StatusUpdate[];
  /** the soonest time at which to look again unasked; null leaves it to watches and the resync */
  retryAfterSeconds: number | null;
}

export interface EventToRecord {
  type: 'Normal' | 'Warning';
  reason: EventReason;
  about: ObjectReference;
  message: string;
}

/** Replaces the whole status. */
export type StatusUpdate =
  | { kind: 'cluster'; target: ObjectReference; status: ClusterStatus }
  | { kind: 'role'; target: ObjectReference; status: RoleStatus };
