import type { Pod } from '@cartridge-on-kubernetes/api';
import { describe, expect, test } from 'vitest';
import { wasReady } from './pod-history.ts';

const time = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 10, 0, seconds)).toISOString();

interface Moments {
  start: number;
  initialized: number;
  ready: number;
  status?: 'True' | 'False';
  initContainers?: Pod['spec']['initContainers'];
}

function podWith({ start, initialized, ready, status = 'False', initContainers = [] }: Moments): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: { containers: [{ name: 'app' }], initContainers },
    status: {
      startTime: time(start),
      conditions: [
        { type: 'Initialized', status: 'True', lastTransitionTime: time(initialized) },
        { type: 'Ready', status, lastTransitionTime: time(ready) },
      ],
    },
  };
}

describe('a pod was ready', () => {
  test.each<[string, boolean, Moments]>([
    ['while it is', true, { start: 0, initialized: 0, ready: 0, status: 'True' }],
    ['when its condition changed after the first ones', true, { start: 0, initialized: 0, ready: 9 }],
    ['never, when the condition is as old as the pod', false, { start: 0, initialized: 0, ready: 1 }],
    ['never, when the first conditions were written late', false, { start: 0, initialized: 9, ready: 9 }],
    [
      'for all that is known, when it was initialised again later',
      true,
      { start: 0, initialized: 9, ready: 8, initContainers: [{ name: 'prepare' }] },
    ],
  ])('%s', (_, expected, moments) => {
    expect(wasReady(podWith(moments))).toBe(expected);
  });

  test('never, before a kubelet has written of it', () => {
    const pod = podWith({ start: 0, initialized: 0, ready: 0 });
    expect(wasReady({ ...pod, status: { phase: 'Pending' } })).toBe(false);
  });
});
