import type { Pod, Topology } from '@cartridge-on-kubernetes/api';
import type { InstanceAnswer, Surroundings } from '@cartridge-on-kubernetes/planner';
import { expect, it } from 'vitest';
import type { AdminClients } from './admin-clients.ts';
import { askTopology } from './ask-topology.ts';

const { signal } = new AbortController();

function pod(name: string): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [] } };
}

function answer(name: string): InstanceAnswer {
  const self = {
    uri: `${name}:3301`,
    uuid: name,
    alias: name,
    error: null,
    appName: null,
    instanceName: name,
  };
  return { kind: 'answered', pod: name, self: { ...self, state: 'RolesConfigured' } };
}

/** As the named instance sees it, with so many others whose config differs. */
function topology(name: string, disagreements: number): Topology {
  return {
    self: { uuid: name },
    instances: [{ uuid: name, disabled: false }],
    replicasets: [{ uuid: 'storages' }],
    suggestions: { forceApply: Array.from({ length: disagreements }, () => ({ configMismatch: true })) },
  } as unknown as Topology;
}

/** Asks instances of which each disagrees with so many others; null stands for no answer. */
async function ask(instances: Record<string, number | null>) {
  const names = Object.keys(instances);
  const asked: string[] = [];
  const clients = {
    of: ({ metadata: { name } }: Pod) => ({
      observeTopology: async () => {
        asked.push(name);
        const instance = instances[name];
        if (typeof instance === 'number') return topology(name, instance);
        throw new Error('connect ECONNREFUSED');
      },
    }),
  } as unknown as AdminClients;
  const surroundings = {
    cluster: { metadata: { name: 'test-app' } },
    statefulSets: [],
    pods: names.map(pod),
    answers: names.map(answer),
  } as unknown as Surroundings;
  const found = await askTopology(clients, surroundings, signal);
  return { asked, found: found.kind === 'answered' ? found.pod : found };
}

it('believes the first instance with which all others agree', async () => {
  expect(await ask({ a: 1, b: 0, c: 0 })).toEqual({ asked: ['a', 'b'], found: 'b' });
});

it.each([
  [{ a: 3, b: 1, c: 2 }, 'b'],
  [{ a: 1, b: 3, c: 2 }, 'a'],
  [{ a: 2, b: 3, c: 1 }, 'c'],
  [{ a: 2, b: 2, c: 2 }, 'a'],
])('believes the one that disagrees with the fewest others: %o', async (instances, found) => {
  expect(await ask(instances)).toEqual({ asked: ['a', 'b', 'c'], found });
});

it('asks the next where one does not answer, and no more than three', async () => {
  expect(await ask({ a: null, b: 0 })).toEqual({ asked: ['a', 'b'], found: 'b' });
  expect(await ask({ a: null, b: null, c: null, d: 0 })).toEqual({
    asked: ['a', 'b', 'c'],
    found: {
      kind: 'none',
      message: 'The cluster exists, but no instance answered with its topology: Error: connect ECONNREFUSED',
    },
  });
});
