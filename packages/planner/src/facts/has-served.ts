import type { InstanceView, Views } from '../views/views.ts';
import { evidenceOfMembership } from './ask-order.ts';
import { wasReady } from './pod-history.ts';

/**
 * Whether the pod of an instance ever did its work: was ready, as a member. Who crashes soon after the start may be
 * ready for a moment, and is nobody's member then. Where no topology tells, everybody may be a member.
 */
export function hasServed({ topology, snapshot }: Views, { pod, live }: InstanceView): boolean {
  const mayBeMember = live !== null || (topology === null && evidenceOfMembership(snapshot) !== null);
  return mayBeMember && pod !== null && wasReady(pod);
}
