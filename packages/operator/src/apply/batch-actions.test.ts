import type { Action } from '@cartridge-on-kubernetes/planner';
import { expect, it } from 'vitest';
import { batchActions } from './batch-actions.ts';

interface Sketch {
  kind: Action['kind'];
  name: string;
  urgency?: Action['urgency'];
  after?: string;
}

function sketch({ kind, name, urgency = 'records', after }: Sketch): Action {
  const about = { apiVersion: 'v1', kind: 'Pod', namespace: 'tarantool', name };
  return { kind, key: name, urgency, about, ...(after === undefined ? {} : { after }) } as Action;
}

const batchesOf = (...sketches: Sketch[]) =>
  batchActions(sketches.map(sketch)).map(batch => batch.map(({ key }) => key));

it('puts neighbours that write different objects together, and keeps the order of all else', () => {
  expect(
    batchesOf(
      { kind: 'create_object', name: 'a' },
      { kind: 'patch_object', name: 'b' },
      { kind: 'patch_object', name: 'c' },
      { kind: 'edit_topology', name: 'd' },
      { kind: 'edit_topology', name: 'e' },
      { kind: 'patch_object', name: 'f' },
      { kind: 'patch_object', name: 'g', urgency: 'changes' },
    ),
  ).toEqual([['a'], ['b', 'c'], ['d'], ['e'], ['f'], ['g']]);
});

it('never has two writes of one object under way, nor an action beside the one that it builds on', () => {
  expect(
    batchesOf(
      { kind: 'patch_object', name: 'a' },
      { kind: 'patch_object', name: 'b' },
      { kind: 'patch_object', name: 'a' },
      { kind: 'patch_object', name: 'c', after: 'a' },
      { kind: 'patch_object', name: 'd' },
    ),
  ).toEqual([['a', 'b'], ['a'], ['c'], ['d']]);
});

it('has no more under way than the API server likes', () => {
  const many = Array.from({ length: 40 }, (_, index) => ({
    kind: 'patch_object' as const,
    name: `pod-${index}`,
  }));
  expect(batchesOf(...many).map(batch => batch.length)).toEqual([16, 16, 8]);
});
