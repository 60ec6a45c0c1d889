import { expect, test } from 'vitest';
import {
  buildConfig,
  buildMembers,
  buildServer,
  STORAGE_0,
  STORAGE_1,
  STORAGES,
} from '../testing/topology-builder.ts';
import { planAppointments } from './appointments.ts';
import { disabledLeaders, eventualLeaders, priorityOrder } from './leaders.ts';

const config = buildConfig();
const leaderOf = (members: ReturnType<typeof buildMembers>, topology = config.topology) =>
  eventualLeaders(topology, members)[STORAGES];

test('without failover the first in priority leads, dead or not', () => {
  expect(disabledLeaders(config.topology)[STORAGES]).toBe(STORAGE_0);
});

test.each([
  ['dead', { status: 'dead' as const }, STORAGE_1],
  ['suspect', { status: 'suspect' as const }, STORAGE_0],
  ['recovering', { state: 'RecoveringSnapshot' }, STORAGE_1],
  ['wiped', { uuid: null, state: 'Unconfigured' }, STORAGE_1],
])('when the first is %s, eventual failover chooses', (_state, change, leader) => {
  expect(leaderOf(buildMembers(config, { [STORAGE_0]: change }))).toBe(leader);
});

test('with nobody healthy the first in priority stays', () => {
  const dead = { status: 'dead' as const };
  expect(leaderOf(buildMembers(config, { [STORAGE_0]: dead, [STORAGE_1]: dead }))).toBe(STORAGE_0);
});

test('disabled and unelectable members never lead; with none left there is no leader', () => {
  const disabled = buildServer('storage-0:3301', STORAGES, { disabled: true });
  const unelectable = buildServer('storage-1:3301', STORAGES, { electable: false });
  expect(disabledLeaders(buildConfig({ servers: { [STORAGE_0]: disabled } }).topology)[STORAGES]).toBe(
    STORAGE_1,
  );
  expect(
    disabledLeaders(buildConfig({ servers: { [STORAGE_0]: disabled, [STORAGE_1]: unelectable } }).topology)[
      STORAGES
    ],
  ).toBeNull();
});

test('unelectable members come last in the order', () => {
  const servers = { [STORAGE_0]: buildServer('storage-0:3301', STORAGES, { electable: false }) };
  expect(priorityOrder(buildConfig({ servers }).topology, STORAGES)).toEqual([STORAGE_1, STORAGE_0]);
});

function appoint(change: {
  leader?: string | null;
  immuneUntil?: number;
  members?: Parameters<typeof buildMembers>[1];
}) {
  return planAppointments({
    topology: config.topology,
    leaders: { [STORAGES]: change.leader ?? null },
    members: buildMembers(config, change.members),
    immuneUntil: { [STORAGES]: change.immuneUntil ?? 0 },
    now: 1000,
  })[STORAGES];
}

test('a coordinator appoints the first healthy one and leaves a healthy leader alone', () => {
  expect(appoint({})).toBe(STORAGE_0);
  expect(appoint({ leader: STORAGE_1 })).toBeUndefined();
});

test('a dead leader is replaced once its immunity is over', () => {
  const members = { [STORAGE_1]: { status: 'dead' as const } };
  expect(appoint({ leader: STORAGE_1, members })).toBe(STORAGE_0);
  expect(appoint({ leader: STORAGE_1, members, immuneUntil: 1001 })).toBeUndefined();
});
