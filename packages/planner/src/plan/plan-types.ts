import type { ClusterStatus, EventReason, ObjectReference, RoleStatus } from '@cartridge-on-kubernetes/api';
import type { Action } from './action.ts';
import type { Refusal, Wait } from './notice.ts';
import type { Violation } from './violation.ts';

export interface Plan {
  /** in the order in which they are carried out; the next pass follows at once when any of them succeeded */
  actions: readonly Action[];
  /** rules that the decided actions break; where there are any, `actions` is empty */
  violations: readonly Violation[];
  waits: readonly Wait[];
  refusals: readonly Refusal[];
  /** what this pass found out; actions have events of their own */
  events: readonly EventToRecord[];
  /** only those that differ from what the objects hold */
  statuses: readonly StatusUpdate[];
  /** seconds until the next pass if no watch reports a change; null: until the resync */
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
