import { errorFromStatus, type KubeClient } from '@cartridge-on-kubernetes/kube';
import { expect, test } from 'vitest';
import { forgetReadiness } from './forget-readiness.ts';
import type { CartridgeCluster } from './resources.ts';

const answers = {
  Invalid: { httpStatus: 422, status: { reason: 'Invalid', message: 'test failed' } },
  NotFound: { httpStatus: 404, status: { reason: 'NotFound', message: 'gone' } },
  Forbidden: { httpStatus: 403, status: { reason: 'Forbidden', message: 'refused' } },
};
type Reason = keyof typeof answers;

const joined = { type: 'Joined', status: 'True' };

test('only what is Ready becomes Unknown, at its place among the conditions', async () => {
  const before = { type: 'Ready', status: 'True', reason: 'AllHealthy', message: '', observedGeneration: 3 };
  const patches = await forget([
    { metadata: { name: 'was-ready' }, status: { conditions: [joined, before] } },
    { metadata: { name: 'was-not' }, status: { conditions: [{ ...before, status: 'False' }, joined] } },
    { metadata: { name: 'new' } },
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
  const ready = { type: 'Ready', status: 'True' };
  const outcome = forget([{ metadata: { name: 'a' }, status: { conditions: [ready] } }], reason);
  if (expected === undefined) await expect(outcome).resolves.toHaveLength(1);
  else await expect(outcome).rejects.toThrow(expected);
});

/** Gives the patches that were sent to an API which answers each with this reason. */
async function forget(items: CartridgeCluster[], reason?: Reason): Promise<object[]> {
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
