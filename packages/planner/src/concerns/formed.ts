import { annotations } from '@cartridge-on-kubernetes/api';
import { recordAnnotation } from '../actions/kubernetes-actions.ts';
import type { World } from '../facts/world.ts';
import type { PatchObject } from '../plan/action.ts';
import type { Findings } from '../plan/findings.ts';

/**
 * The Cluster remembers that it was formed, before anything is changed in Cartridge: where the founders lose their volumes,
 * nothing else tells that a member which joined later, and does not answer just now, holds the cluster.
 */
export function planFormed(world: World): Findings {
  return { actions: recordFormed(world) };
}

/** The record where it is due. By a member of its own: pods of another Cluster may carry its labels. */
export function recordFormed({ cluster, instances }: World): PatchObject[] {
  if (instances.every(({ live }) => live === null)) return [];
  return recordAnnotation({
    urgency: 'protects',
    object: cluster,
    key: annotations.formed,
    value: '1',
    reason: 'from now on no instance may found a cluster',
  });
}
