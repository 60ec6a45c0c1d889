import type { Pod } from 'kubernetes-types/core/v1';
import { expect, test } from 'vitest';
import type { Stored } from '../in-process/typed-objects.ts';
import { secondsUntilAvailable } from './pod-facts.ts';

const noon = Date.parse('2026-01-01T12:00:00Z');
const readySince = (lastTransitionTime: string) =>
  ({ status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime }] } }) as Stored<Pod>;

test('a ready pod is available after its minimum, counted from when it became ready', () => {
  const pod = readySince('2026-01-01T11:59:50Z');
  expect(secondsUntilAvailable(pod, { minReadySeconds: 15, now: noon })).toBe(5);
  expect(secondsUntilAvailable(pod, { minReadySeconds: 5, now: noon })).toBe(0);
  expect(secondsUntilAvailable({} as Stored<Pod>, { minReadySeconds: 0, now: noon })).toBeUndefined();
});

test('without a minimum it is available at once, also when the clock was put back since', () => {
  const pod = readySince('2026-01-01T13:00:00Z');
  expect(secondsUntilAvailable(pod, { minReadySeconds: 0, now: noon })).toBe(0);
});
