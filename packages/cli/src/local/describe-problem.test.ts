import type { Cluster, Pod, Problem } from '@cartridge-on-kubernetes/api';
import { expect, test } from 'vitest';
import { describeProblem } from './describe-problem.ts';
import { makeCluster, makeCondition, makePod } from './objects.test-support.ts';

test('what several pods have alike is told once, and not again where the Cluster told it', () => {
  const pods = ['routers-0-0', 'storages-0-0'].map((name, index) =>
    pod(name, `no such image (next attempt in ${index}s)`),
  );
  const problems = pods.map(({ metadata }) => ({
    reason: 'ImageNotPulled',
    object: `Pod/${metadata?.name}`,
    message: `${metadata?.name} cannot pull app:1: no such image (next attempt in 7s)`,
    cure: 'Correct image.tag',
  }));
  expect(describeProblem({ pods: [...pods, pod('other', 'no node')], clusters: [cluster(problems)] })).toBe(
    [
      'Cluster test-app is not Ready: No instance answers yet',
      'routers-0-0 cannot pull app:1: no such image. Correct image.tag. The same is true of storages-0-0',
      'Pod other is ErrImagePull: no node',
    ].join('\n'),
  );
});

test('nothing at all is a problem too', () => {
  expect(describeProblem({ pods: [], clusters: [] })).toBe('There are no pods');
});

function pod(name: string, message: string): Pod {
  const waiting = { reason: 'ErrImagePull', message };
  return makePod({
    metadata: { name },
    status: { containerStatuses: [{ name: 'a', ready: false, restartCount: 0, state: { waiting } }] },
  });
}

function cluster(problems: Problem[]): Cluster {
  const conditions = [makeCondition({ type: 'Ready', status: 'False', message: 'No instance answers yet' })];
  return makeCluster({ metadata: { name: 'test-app' }, status: { conditions, problems } });
}
