import type { ContainerStatus, Pod } from '@cartridge-on-kubernetes/api';
import { expect, test } from 'vitest';
import { makePod } from '../local/objects.test-support.ts';
import { formatPodTable } from './pod-table.ts';

const now = Date.parse('2026-01-01T00:00:00Z');

test('looks like kubectl get pods', () => {
  const table = formatPodTable(
    [
      pod('routers-0-0', 5, [{ name: 'a', ready: true, restartCount: 0, state: { running: {} } }]),
      pod('routers-1-0', 119, [crashing('a'), { name: 'b', ready: true, restartCount: 2 }]),
      { ...pod('storages-0-0', 125, []), status: { phase: 'Pending' } },
      terminating(pod('storages-0-1', 7200, [{ name: 'a', ready: true, restartCount: 0 }])),
      pod('tarantool-operator-7879d99ccb-6vrmg', 200_000, [{ name: 'a', ready: true, restartCount: 0 }]),
    ],
    now,
  );
  expect(table).toBe(
    [
      'NAME                                  READY   STATUS             RESTARTS   AGE',
      'routers-0-0                           1/1     Running            0          5s',
      'routers-1-0                           1/2     CrashLoopBackOff   5          119s',
      'storages-0-0                          0/1     Pending            0          2m5s',
      'storages-0-1                          1/1     Terminating        0          120m',
      'tarantool-operator-7879d99ccb-6vrmg   1/1     Running            0          2d',
    ].join('\n'),
  );
});

function pod(name: string, ageSeconds: number, containerStatuses: ContainerStatus[]): Pod {
  const containers =
    containerStatuses.length === 0 ? [{ name: 'a' }] : containerStatuses.map(({ name }) => ({ name }));
  return makePod({
    metadata: { name, creationTimestamp: new Date(now - ageSeconds * 1000).toISOString() },
    spec: { containers },
    status: { phase: 'Running', containerStatuses },
  });
}

function crashing(name: string): ContainerStatus {
  return { name, ready: false, restartCount: 3, state: { waiting: { reason: 'CrashLoopBackOff' } } };
}

function terminating(one: Pod): Pod {
  return { ...one, metadata: { ...one.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
}
