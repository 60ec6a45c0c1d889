import type { InstanceView, Views } from '../views/views.ts';
import { evidenceOfMembership } from './ask-order.ts';
import { wasReady } from './pod-history.ts';

/**
 * Whether the pod of an instance was ever Ready as a member. An instance that crashes soon after its start may be Ready
 * for a moment before it is a member; that does not count. Without a topology, every instance may be a member.
 */
export function hasServed({ topology, snapshot }: Views, { pod, live }: InstanceView): boolean {
  const mayBeMember = live !== null || (topology === null && evidenceOfMembership(snapshot) !== null);
  return mayBeMember && pod !== null && wasReady(pod);
}
