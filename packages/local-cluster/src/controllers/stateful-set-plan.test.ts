import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { Pod } from 'kubernetes-types/core/v1';
import { describe, expect, it } from 'vitest';
import type { Stored } from '../in-process/typed-objects.ts';
import { type PodStep, planStatefulSet } from './stateful-set-plan.ts';

const now = Date.parse('2026-01-01T00:01:00Z');

function buildSet(spec: Partial<NonNullable<StatefulSet['spec']>>): Stored<StatefulSet> {
  const metadata = { name: 'web', uid: 'u', resourceVersion: '1', creationTimestamp: '' };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata,
    spec: { serviceName: 'web', selector: {}, template: {}, replicas: 3, ...spec },
  };
}

function buildPod(
  ordinal: number,
  options: { revision?: string; ready?: boolean; leaving?: boolean } = {},
): Stored<Pod> {
  const { revision = 'new', ready = true, leaving = false } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `web-${ordinal}`,
      uid: `u${ordinal}`,
      resourceVersion: '1',
      creationTimestamp: '',
      labels: { 'controller-revision-hash': revision },
      ...(leaving && { deletionTimestamp: '2026-01-01T00:00:30Z' }),
    },
    status: {
      phase: 'Running',
      conditions: [
        { type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: '2026-01-01T00:00:00Z' },
      ],
    },
  };
}

function plan(spec: Parameters<typeof buildSet>[0], pods: Stored<Pod>[]): string[] {
  const { steps } = planStatefulSet({ set: buildSet(spec), pods, updateRevision: 'new', now });
  return steps.map(describeStep);
}

function describeStep(step: PodStep): string {
  if (step.kind === 'delete') return `delete ${step.pod.metadata.name}`;
  return `create ${step.ordinal}${step.useCurrentRevision ? ' of the old revision' : ''}`;
}

describe('planStatefulSet', () => {
  it('creates one pod after the other, each when the one before is ready', () => {
    expect(plan({}, [])).toEqual(['create 0']);
    expect(plan({}, [buildPod(0, { ready: false })])).toEqual([]);
    expect(plan({}, [buildPod(0)])).toEqual(['create 1']);
  });

  it('creates and deletes all at once with Parallel', () => {
    expect(plan({ podManagementPolicy: 'Parallel' }, [])).toEqual(['create 0', 'create 1', 'create 2']);
    const pods = [buildPod(0), buildPod(1), buildPod(2)];
    expect(plan({ podManagementPolicy: 'Parallel', replicas: 1 }, pods)).toEqual([
      'delete web-2',
      'delete web-1',
    ]);
  });

  it('takes the highest ordinal first, one at a time', () => {
    expect(plan({ replicas: 1 }, [buildPod(0), buildPod(1), buildPod(2)])).toEqual(['delete web-2']);
    expect(plan({ replicas: 1 }, [buildPod(0), buildPod(1), buildPod(2, { leaving: true })])).toEqual([]);
  });

  it('leaves old pods alone with OnDelete, and makes new ones of the new revision', () => {
    const spec = { updateStrategy: { type: 'OnDelete' } };
    const old = { revision: 'old' };
    expect(plan(spec, [buildPod(0, old), buildPod(1, old), buildPod(2, old)])).toEqual([]);
    expect(plan(spec, [buildPod(0, old), buildPod(1, old)])).toEqual(['create 2']);
  });

  it('rolls from the highest ordinal, waiting for each pod', () => {
    const old = { revision: 'old' };
    expect(plan({}, [buildPod(0, old), buildPod(1, old), buildPod(2, old)])).toEqual(['delete web-2']);
    const spec = { podManagementPolicy: 'Parallel' };
    expect(plan(spec, [buildPod(0, old), buildPod(1, old), buildPod(2, { ready: false })])).toEqual([]);
    expect(plan({}, [buildPod(0, old), buildPod(1, old), buildPod(2)])).toEqual(['delete web-1']);
  });

  it('keeps pods below the partition on the old revision', () => {
    const spec = { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } };
    const old = { revision: 'old' };
    expect(plan(spec, [buildPod(0, old), buildPod(1, old), buildPod(2)])).toEqual([]);
    expect(plan(spec, [buildPod(1, old), buildPod(2)])).toEqual(['create 0 of the old revision']);
  });
});
