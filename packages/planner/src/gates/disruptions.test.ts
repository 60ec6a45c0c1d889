import { describe, expect, test } from 'vitest';
import { guideRoles, type RoleValues } from '../../testing/manifests.ts';
import { formedWorld } from '../../testing/model/formed-world.ts';
import type { WorldModel } from '../../testing/model/world-model.ts';
import { deletePod } from '../actions/kubernetes-actions.ts';
import { buildWorld } from '../facts/world.ts';
import type { Action, EditTopology } from '../plan/action.ts';
import { holdDisruptions } from './disruptions.ts';

const [routers, storages] = guideRoles as [RoleValues, RoleValues];

function rolesWith(replicas: number): RoleValues[] {
  return [routers, { ...storages, replicas }];
}

/** Keys of the actions that pass the gate. */
function pass(model: WorldModel, actions: readonly Action[]): string[] {
  const world = buildWorld(model.snapshot());
  return holdDisruptions(world, { actions, waits: [], refusals: [] }).actions.map(({ key }) => key);
}

function deletionOf(model: WorldModel, name: string): Action {
  const pod = model.snapshot().pods.find(({ metadata }) => metadata.name === name);
  if (pod === undefined) throw new Error(`no pod ${name}`);
  return deletePod({ pod, reason: 'a test asks', event: 'PodReplaced' });
}

function leaveBy(
  model: WorldModel,
  change: { disabled?: true; expelled?: true },
  name: string,
): EditTopology {
  const world = buildWorld(model.snapshot());
  const uuid = world.instances.find(instance => instance.name === name)?.uuid ?? '';
  return {
    kind: 'edit_topology',
    key: `leave ${name}`,
    urgency: 'changes',
    via: 'routers-0-0',
    names: {},
    edit: { instances: [{ uuid, ...change }] },
    reason: 'a test asks',
    event: null,
    about: world.clusterRef,
  };
}

function shrinkTo(model: WorldModel, replicas: number): Action {
  const { clusterRef } = buildWorld(model.snapshot());
  const target = { ...clusterRef, apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'storages-0' };
  const common = { key: 'shrink', urgency: 'changes', reason: 'a test asks', event: null } as const;
  return {
    kind: 'patch_object',
    ...common,
    about: target,
    target,
    what: 'replicas',
    patch: { spec: { replicas } },
  };
}

/** The ways in which the operator may take an instance away by its own choice. */
const ways: ReadonlyArray<[string, (model: WorldModel, name: string) => Action]> = [
  ['deleting its pod', deletionOf],
  ['disabling it', (model, name) => leaveBy(model, { disabled: true }, name)],
  ['expelling it', (model, name) => leaveBy(model, { expelled: true }, name)],
];

describe.each(ways)('%s', (_, take) => {
  test('one member of a healthy replicaset may go, the second one waits', () => {
    const model = formedWorld(rolesWith(3));
    const [first, second] = [take(model, 'storages-0-1'), take(model, 'storages-0-2')];
    expect(pass(model, [first, second])).toEqual([first.key]);
  });

  test('none goes while another member is away', () => {
    const model = formedWorld(rolesWith(3));
    const action = take(model, 'storages-0-1');
    model.deletePod('storages-0-2');
    expect(pass(model, [action])).toEqual([]);
  });

  test('the only member of a replicaset stays', () => {
    const model = formedWorld(rolesWith(1));
    expect(pass(model, [take(model, 'storages-0-0')])).toEqual([]);
  });

  test('replicasets do not count for each other', () => {
    const model = formedWorld([routers, { ...storages, replicas: 2, replicasets: 2 }]);
    const actions = [take(model, 'storages-0-1'), take(model, 'storages-1-1')];
    expect(pass(model, actions)).toEqual(actions.map(({ key }) => key));
  });
});

test('an instance that does not serve costs nothing', () => {
  const model = formedWorld(rolesWith(2));
  model.cartridge.stop('storages-0-1');
  expect(pass(model, [deletionOf(model, 'storages-0-1')])).toHaveLength(1);
});

test('an instance that one action takes is not taken by another', () => {
  const model = formedWorld(rolesWith(3));
  const deletion = deletionOf(model, 'storages-0-2');
  const disabling = leaveBy(model, { disabled: true }, 'storages-0-2');
  expect(pass(model, [deletion, disabling])).toEqual([deletion.key]);
});

test('an action that builds on a held one is held as well', () => {
  const model = formedWorld(rolesWith(1));
  const deletion = deletionOf(model, 'storages-0-0');
  const later = { ...shrinkTo(model, 1), key: 'later', after: deletion.key };
  expect(pass(model, [deletion, later])).toEqual([]);
});

describe('a smaller ReplicaCount', () => {
  test('may stop all instances but one', () => {
    const model = formedWorld(rolesWith(3));
    expect(pass(model, [shrinkTo(model, 1)])).toEqual(['shrink']);
  });

  test('waits where the instances that stay do not serve', () => {
    const model = formedWorld(rolesWith(2));
    const shrinking = shrinkTo(model, 1);
    model.deletePod('storages-0-0');
    const world = buildWorld(model.snapshot());
    const { actions, waits } = holdDisruptions(world, { actions: [shrinking], waits: [], refusals: [] });
    expect(actions).toEqual([]);
    expect(waits).toEqual([
      expect.objectContaining({
        reason: 'DisruptionHeld',
        message: 'Replicaset storages-0 cannot spare storages-0-1: only storages-0-1 can serve now',
      }),
    ]);
  });

  test('of 0 stops all, as a person asks', () => {
    const model = formedWorld(rolesWith(2));
    model.install(rolesWith(0));
    expect(pass(model, [shrinkTo(model, 0)])).toEqual(['shrink']);
  });
});
