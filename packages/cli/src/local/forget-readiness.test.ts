import type { Cluster } from '@cartridge-on-kubernetes/api';
import { errorFromStatus, type KubeClient } from '@cartridge-on-kubernetes/kube';
import { expect, test } from 'vitest';
import { forgetReadiness } from './forget-readiness.ts';
import { makeCluster, makeCondition } from './objects.test-support.ts';

const answers = {
  Invalid: { httpStatus: 422, status: { reason: 'Invalid', message: 'test failed' } },
  NotFound: { httpStatus: 404, status: { reason: 'NotFound', message: 'gone' } },
  Forbidden: { httpStatus: 403, status: { reason: 'Forbidden', message: 'refused' } },
};
type Reason = keyof typeof answers;

const joined = makeCondition({ type: 'Joined', status: 'True' });

test('only what is Ready becomes Unknown, at its place among the conditions', async () => {
  const before = makeCondition({
    type: 'Ready',
    status: 'True',
    reason: 'AllHealthy',
    observedGeneration: 3,
  });
  const patches = await forget([
    makeCluster({ metadata: { name: 'was-ready' }, status: { conditions: [joined, before] } }),
    makeCluster({
      metadata: { name: 'was-not' },
      status: { conditions: [{ ...before, status: 'False' }, joined] },
    }),
    makeCluster({ metadata: { name: 'new' } }),
  ]);
  const path = '/status/conditions/1';
  const value = expect.objectContaining({ type: 'Ready', status: 'Unknown', observedGeneration: 3 });
  expect(patches).toEqual([
    {
      at: { namespace: 'tarantool', name: 'was-ready', subresource: 'status' },
      patch: {
        kind: 'json',
        operations: [
          { op: 'test', path, value: before },
          { op: 'replace', path, value },
        ],
      },
    },
  ]);
});

test.each([
  ['is no failure when the operator was faster', 'Invalid', undefined],
  ['is no failure when the Cluster has gone', 'NotFound', undefined],
  ['is a failure when it may not be written', 'Forbidden', 'refused'],
] as const)('%s', async (_, reason: Reason, expected) => {
  const ready = makeCondition({ type: 'Ready', status: 'True' });
  const cluster = makeCluster({ metadata: { name: 'a' }, status: { conditions: [ready] } });
  const outcome = forget([cluster], reason);
  if (expected === undefined) await expect(outcome).resolves.toHaveLength(1);
  else await expect(outcome).rejects.toThrow(expected);
});

/** Gives the patches that were sent to an API which answers each with this reason. */
async function forget(items: Cluster[], reason?: Reason): Promise<object[]> {
  const patches: object[] = [];
  const client = {
    list: async () => ({ items }),
    patch: async (_: unknown, at: object, patch: object) => {
      patches.push({ at, patch });
      if (reason !== undefined) throw errorFromStatus({ request: 'patch', ...answers[reason] });
    },
  };
  await forgetReadiness(client as unknown as KubeClient);
  return patches;
}
