import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pod } from 'kubernetes-types/core/v1';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PodFacts } from '../downward-api/field-reference.ts';
import type { Stored, TypedObjects } from '../in-process/typed-objects.ts';
import { PodVolumes } from './pod-volumes.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'pod-volumes-'));
});
afterAll(() => rm(root, { recursive: true }));

test('what is being written when the pod goes is removed with it', async () => {
  for (let round = 1; round <= 30; round++) {
    const folder = join(root, `pod-${round}`);
    const volumes = new PodVolumes({
      objects: {} as TypedObjects,
      folder,
      volumesFolder: root,
      facts: factsWith('before'),
      issueToken: () => Promise.reject(new Error('No token is asked for')),
      onRefreshFailure: error => expect.unreachable(error.message),
    });
    await volumes.mount();
    const written = [volumes.refresh(factsWith('between')), volumes.refresh(factsWith('after'))];
    await volumes.remove();
    await Promise.all(written);
    await volumes.refresh(factsWith('too late'));
    expect(existsSync(folder), `round ${round}`).toBe(false);
  }
});

/** Several volumes, each with a file that says the label. */
function factsWith(label: string): PodFacts {
  const volumes = Array.from({ length: 4 }, (_, index) => ({
    name: `labels-${index}`,
    downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] },
  }));
  const pod = {
    metadata: { name: 'web-0', namespace: 'default', uid: 'u', labels: { label } },
    spec: { containers: [], volumes },
  } as unknown as Stored<Pod>;
  return {
    pod,
    podAddress: '127.0.0.1',
    node: { name: 'local', address: '127.0.0.1', cpus: 1, memoryBytes: 1 },
  };
}
