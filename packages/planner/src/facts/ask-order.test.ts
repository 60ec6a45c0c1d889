import type { Topology } from '@cartridge-on-kubernetes/api';
import { describe, expect, test } from 'vitest';
import { adoptedSnapshot } from '../../testing/adopted-snapshot.ts';
import { guideRoles } from '../../testing/manifests.ts';
import { WorldModel } from '../../testing/model/world-model.ts';
import type { Snapshot } from '../snapshot.ts';
import { askOrder, judgeTopology } from './ask-order.ts';

function newCluster(): Snapshot {
  const world = new WorldModel(guideRoles);
  world.elapse();
  world.pass();
  world.elapse();
  return world.snapshot();
}

function withState(snapshot: Snapshot, pod: string, state: string): Snapshot {
  const answers = snapshot.answers.map(answer =>
    answer.kind === 'answered' && answer.pod === pod
      ? { ...answer, self: { ...answer.self, state, uuid: null } }
      : answer,
  );
  return { ...snapshot, answers };
}

describe('whom to ask', () => {
  test('an unconfigured instance while nobody has ever joined', () => {
    expect(askOrder(newCluster())).toEqual({
      kind: 'ask',
      pods: ['routers-0-0', 'storages-0-0', 'storages-0-1'],
    });
  });

  test('only configured instances of an existing cluster', () => {
    const snapshot = withState(adoptedSnapshot(), 'routers-0-0', 'Unconfigured');
    expect(askOrder(snapshot)).toEqual({ kind: 'ask', pods: ['storages-0-0', 'storages-0-1'] });
  });

  test('never an instance that the operator disabled while it was away', () => {
    const snapshot = adoptedSnapshot();
    const { metadata } = snapshot.cluster;
    const annotations = { 'tarantool.io/stopped-members': 'routers-0-0,storages-0-2' };
    const cluster = { ...snapshot.cluster, metadata: { ...metadata, annotations } };
    expect(askOrder({ ...snapshot, cluster })).toEqual({
      kind: 'ask',
      pods: ['storages-0-0', 'storages-0-1'],
    });
  });

  test('no instance while one instance recovers and the others are empty', () => {
    const order = askOrder(withState(newCluster(), 'storages-0-1', 'RecoveringSnapshot'));
    expect(order).toMatchObject({
      kind: 'none',
      message: expect.stringContaining('storages-0-1 is RecoveringSnapshot'),
    });
  });

  test.each([
    [
      'the Cluster',
      {
        cluster: {
          ...newCluster().cluster,
          metadata: { name: 'a', annotations: { 'tarantool.io/formed': '1' } },
        },
      },
    ],
    [
      'a bootstrapped StatefulSet',
      {
        statefulSets: newCluster().statefulSets.map(set => ({
          ...set,
          metadata: { ...set.metadata, annotations: { 'tarantool.io/isBootstrapped': '1' } },
        })),
      },
    ],
    [
      'a joined pod',
      {
        pods: newCluster().pods.map(pod => ({
          ...pod,
          metadata: { ...pod.metadata, labels: { 'tarantool.io/instance-state': 'joined' } },
        })),
      },
    ],
  ])('no unconfigured instance where %s remembers a cluster', (_, part) => {
    expect(askOrder({ ...newCluster(), ...part }).kind).toBe('none');
  });

  test('not a pod that is terminating', () => {
    const snapshot = adoptedSnapshot();
    const pods = snapshot.pods.map(pod => ({
      ...pod,
      metadata: { ...pod.metadata, deletionTimestamp: '2026-11-22T10:29:00Z' },
    }));
    expect(askOrder({ ...snapshot, pods }).kind).toBe('none');
  });
});

describe('the answer to trust', () => {
  const topology = (adoptedSnapshot().topology as { topology: Topology }).topology;
  const forceApply = [{ uuid: 'u', configMismatch: true, configLocked: false, operationError: false }];

  test('that of an enabled member', () => {
    expect(judgeTopology(topology)).toEqual({ kind: 'fit' });
  });

  test('not that of a disabled one, nor of one that is no member', () => {
    const instances = topology.instances.map(instance => ({ ...instance, disabled: true }));
    expect(judgeTopology({ ...topology, instances })).toEqual({ kind: 'unfit' });
    expect(judgeTopology({ ...topology, self: { ...topology.self, uuid: 'gone' } })).toEqual({
      kind: 'unfit',
    });
  });

  test('with doubt where members disagree', () => {
    const doubtful = { ...topology, suggestions: { ...topology.suggestions, forceApply } };
    expect(judgeTopology(doubtful)).toEqual({ kind: 'doubtful', disagreements: 1 });
  });
});
