import { expect, test } from 'vitest';
import type { Snapshot } from '../snapshot.ts';
import { issueKey, moveSightings, renewSightings } from './sightings.ts';

const issue = {
  level: 'warning',
  topic: 'memory',
  message: '81 % used',
  replicasetUUID: null,
  instanceUUID: 'u1',
};
const key = issueKey(issue);

interface Look {
  at: number;
  state?: string | null;
  startedAt?: string;
  healthyStatus?: 'True' | 'False';
  /** null where no instance answers */
  topology?: { unhealthy?: string[]; issues?: object[]; stopped?: string[]; leader?: string } | null;
}

/** What one pass saw; milliseconds since 10:00. */
function seen({ at, state = 'BootstrappingBox', startedAt, healthyStatus, topology = {} }: Look): Snapshot {
  const status = {
    containerStatuses: [{ name: 'app', state: { running: { startedAt } } }],
  };
  const { unhealthy = [], issues = [], stopped = [], leader = 'u1' } = topology ?? {};
  const conditions = [{ type: 'Healthy', status: healthyStatus, lastTransitionTime: '2026-11-22T09:00:00Z' }];
  return {
    now: Date.UTC(2026, 10, 22, 10) + at,
    cluster: healthyStatus === undefined ? {} : { status: { conditions } },
    statefulSets: [{ metadata: { name: 'b' }, spec: { replicas: 1 } }],
    pods: [
      {
        metadata: { name: 'a' },
        spec: { containers: [{ name: 'app' }] },
        status: startedAt === undefined ? {} : status,
      },
    ],
    answers: [
      state === null ? { kind: 'unreachable', pod: 'a' } : { kind: 'answered', pod: 'a', self: { state } },
    ],
    topology:
      topology === null
        ? { kind: 'none', message: '' }
        : {
            kind: 'answered',
            topology: {
              instances: unhealthy.map(uuid => ({ uuid, status: 'dead' })),
              replicasets: [{ uuid: 'r', activeLeaderUUID: leader }],
              issues,
              suggestions: { restartReplication: stopped },
            },
          },
  } as unknown as Snapshot;
}

const ten = Date.UTC(2026, 10, 22, 10);
const nine = Date.UTC(2026, 10, 22, 9);
const walk = (...looks: Look[]) =>
  looks.reduce<ReturnType<typeof renewSightings> | null>(
    (previous, look) => renewSightings(previous, seen(look)),
    null,
  );

test('a state lasts until another one is seen, also over a look without an answer', () => {
  expect(walk({ at: 0 }, { at: 1 }, { at: 2, state: null }, { at: 3 })?.states.a?.since).toBe(ten);
  expect(walk({ at: 0 }, { at: 1, state: 'BoxConfigured' }, { at: 2 })?.states.a?.since).toBe(ten + 2);
});

test('a state that is there at the first look began with its container, a later one when it was seen', () => {
  const startedAt = '2026-11-22T09:00:00Z';
  expect(walk({ at: 0, startedAt })?.states.a?.since).toBe(nine);
  expect(walk({ at: 0, startedAt, state: 'Unconfigured' }, { at: 5, startedAt })?.states.a?.since).toBe(
    ten + 5,
  );
});

test('a container that was started again begins anew', () => {
  const looks = [
    { at: 0, startedAt: '2026-11-22T09:00:00Z' },
    { at: 5000, startedAt: '2026-11-22T10:00:04Z' },
  ];
  expect(walk(...looks)?.states.a?.since).toBe(ten + 4000);
});

test('a trouble that is there at the first look may be as old as the condition Healthy says', () => {
  const topology = { unhealthy: ['u1'], issues: [issue] };
  const known = walk({ at: 0, healthyStatus: 'False', topology });
  expect([known?.unhealthy.u1, known?.issues[key]]).toEqual([nine, nine]);
  const young = walk({ at: 0, healthyStatus: 'True', topology });
  expect([young?.unhealthy.u1, young?.issues[key]]).toEqual([ten, ten]);
});

test('a young issue beside an old one is young, and one that comes again begins anew', () => {
  const other = { ...issue, topic: 'clock' };
  const looks = [
    { at: 0, topology: { issues: [issue] } },
    { at: 7, topology: { issues: [{ ...issue, message: '82 % used' }, other] } },
  ];
  expect(walk(...looks)?.issues).toEqual({ [key]: ten, [issueKey(other)]: ten + 7 });
  expect(walk(...looks, { at: 8, topology: null })?.issues[key]).toBe(ten);
  expect(walk(...looks, { at: 8 }, { at: 9, topology: { issues: [issue] } })?.issues).toEqual({
    [key]: ten + 9,
  });
});

test('nobody knows at the first look for how long replication has been stopped', () => {
  const looks = [
    { at: 0, healthyStatus: 'False' as const, topology: { stopped: ['u1'] } },
    { at: 4, topology: { stopped: ['u1', 'u2'] } },
  ];
  expect(walk(...looks)?.stoppedReplication).toEqual({ u1: ten, u2: ten + 4 });
});

test('a pod that its StatefulSet does not make is missing since it was looked for', () => {
  expect(walk({ at: 0 }, { at: 5 })?.missingPods).toEqual({ 'b-0': ten });
});

test('a leader has led since it was seen to, at the first look too, and over a look without an answer', () => {
  const looks: Look[] = [{ at: 0, healthyStatus: 'False' }, { at: 3, topology: null }, { at: 4 }];
  expect(walk(...looks)?.leaderships).toEqual({ 'r u1': ten });
  expect(walk(...looks, { at: 5, topology: { leader: 'u2' } }, { at: 6 })?.leaderships).toEqual({
    'r u1': ten + 6,
  });
});

test('a start that the clock of a node puts into the future is left out of account', () => {
  const startedAt = '2026-11-23T10:00:00Z';
  expect(walk({ at: 0, startedAt })?.states.a?.since).toBe(ten);
  expect(walk({ at: 0, startedAt }, { at: 9000, startedAt })?.states.a?.since).toBe(ten);
});

test('all of them move with a wall clock that is set', () => {
  const topology = { unhealthy: ['u1'], issues: [issue], stopped: ['u2'] };
  const silent = renewSightings(null, seen({ at: 0, state: null, topology }));
  const answered = renewSightings(null, seen({ at: 0, topology }));
  for (const sightings of [silent, answered]) {
    const text = JSON.stringify(moveSightings(sightings, 60_000));
    expect(text).toBe(JSON.stringify(sightings).replaceAll(String(ten), String(ten + 60_000)));
    expect(text).not.toContain(String(ten));
  }
  const kinds = Object.entries({ ...silent, states: answered.states });
  expect(kinds.filter(([, entries]) => Object.keys(entries).length === 0)).toEqual([]);
});
