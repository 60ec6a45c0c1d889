import type { Action } from '@cartridge-on-kubernetes/planner';

/** More requests would only queue at the API server. */
const mostAtOnce = 16;

/**
 * The actions in their order, cut into batches whose actions may be carried out at the same time: neighbours of one
 * urgency that all create, or all patch, different objects. An action on Cartridge, or one that depends on another
 * action, is a batch of its own.
 */
export function batchActions(actions: readonly Action[]): Action[][] {
  const batches: Action[][] = [];
  for (const action of actions) {
    const batch = batches.at(-1);
    if (batch !== undefined && fits(batch, action)) batch.push(action);
    else batches.push([action]);
  }
  return batches;
}

function fits(batch: readonly Action[], action: Action): boolean {
  const [first] = batch;
  const isWrite = action.kind === 'create_object' || action.kind === 'patch_object';
  return (
    isWrite &&
    action.after === undefined &&
    first?.after === undefined &&
    first?.kind === action.kind &&
    first.urgency === action.urgency &&
    batch.length < mostAtOnce &&
    batch.every(other => !isAboutSame(other, action))
  );
}

function isAboutSame({ about: left }: Action, { about: right }: Action): boolean {
  return left.kind === right.kind && left.namespace === right.namespace && left.name === right.name;
}
