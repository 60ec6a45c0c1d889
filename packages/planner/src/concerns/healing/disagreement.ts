import { mayBeBehind } from '../../facts/members.ts';
import type { World } from '../../facts/world.ts';
import type { Findings } from '../../plan/findings.ts';

/** Nothing is sent through an instance whose config may be stale; a person has to decide. */
export function planDisagreement({ topology, clusterRef, asked }: World): Findings {
  if (topology === null || !mayBeBehind(topology)) return {};
  return {
    waits: [
      {
        reason: 'ConfigMismatch',
        about: clusterRef,
        message: `Half of the members or more have another clusterwide config than ${asked}; the operator changes nothing in Cartridge`,
        cure: 'Compare the clusterwide config of the instances in the Web UI, and apply the right one there',
        severity: 'problem',
        retryAfterSeconds: 10,
      },
    ],
  };
}
