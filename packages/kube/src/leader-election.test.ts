import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { ManualClock } from '@cartridge-on-kubernetes/platform/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createKubeClient, type KubeClient } from './client/client.ts';
import { LeaderElection, type LeaderElectionOptions, leases } from './leader-election.ts';
import { eventually } from './testing/eventually.ts';
import { FakeApiServer } from './testing/fake-api-server.ts';

let server: FakeApiServer;
let client: KubeClient;
let clock: ManualClock;
let elections: LeaderElection[];

beforeEach(async () => {
  server = await FakeApiServer.start();
  client = createKubeClient(server.connection(), { platform: nodePlatform });
  clock = new ManualClock();
  elections = [];
});

afterEach(async () => {
  await Promise.all(elections.map(election => election.release()));
  await client.close();
  await server.stop();
});

function candidate(identity: string, options: Partial<LeaderElectionOptions> = {}): LeaderElection {
  const election = new LeaderElection({
    client,
    namespace: 'tarantool',
    name: 'tarantool-operator',
    identity,
    durationSeconds: 60,
    renewSeconds: 20,
    retrySeconds: 2,
    clock,
    ...options,
  });
  elections.push(election);
  return election;
}

const holder = () => server.get(leases, 'tarantool', 'tarantool-operator')?.spec?.holderIdentity;
const renewals = () => server.count('PUT', /leases/);

/** Advances in steps, each after the candidates have finished what the step before started. */
async function pass(seconds: number): Promise<void> {
  for (let step = 0; step < seconds; step += 2) {
    await eventually(() => clock.pending > 0, 'everybody waits');
    await new Promise(resolve => setImmediate(resolve));
    clock.advance(2000);
  }
}

it('takes a free Lease, renews it every 20 s, and hands it back', async () => {
  const a = candidate('a');
  expect(await a.acquire()).toBe(true);
  expect(server.get(leases, 'tarantool', 'tarantool-operator')?.spec).toEqual({
    holderIdentity: 'a',
    leaseDurationSeconds: 60,
    acquireTime: '2026-01-01T00:00:00.000000Z',
    renewTime: '2026-01-01T00:00:00.000000Z',
    leaseTransitions: 0,
  });
  for (const expected of [1, 2, 3]) {
    clock.advance(20_000);
    await eventually(() => renewals() === expected && clock.pending === 1, 'it is renewed');
  }
  await a.release();
  expect(holder()).toBe('');
});

it('lets exactly one of many win', async () => {
  const crowd = ['a', 'b', 'c', 'd', 'e'].map(identity => candidate(identity));
  const acquired = crowd.map(one => one.acquire());
  await eventually(() => crowd.some(one => one.isLeader) && clock.pending === 5, 'one leads, four wait');
  expect(crowd.filter(one => one.isLeader)).toHaveLength(1);
  expect(await Promise.any(acquired)).toBe(true);
});

it('a successor takes over at once what was handed back', async () => {
  const a = candidate('a');
  const b = candidate('b');
  await a.acquire();
  const won = b.acquire();
  await eventually(() => clock.pending === 2, 'b waits');
  await a.release();
  clock.advance(2000);
  expect(await won).toBe(true);
  expect(server.get(leases, 'tarantool', 'tarantool-operator')?.spec?.leaseTransitions).toBe(1);
});

it('waits a whole duration on its own clock for a holder that vanished', async () => {
  server.put(leases, {
    metadata: { namespace: 'tarantool', name: 'tarantool-operator' },
    // Its clock is a day ahead of ours, which must not matter.
    spec: { holderIdentity: 'gone', leaseDurationSeconds: 60, renewTime: '2026-01-02T00:00:00.000000Z' },
  });
  const b = candidate('b');
  const won = b.acquire();
  await pass(56);
  expect(b.isLeader).toBe(false);
  await pass(8);
  expect(await won).toBe(true);
});

it.each([
  ['forward', 24 * 3600_000],
  ['back', -24 * 3600_000],
])('takes no live Lease where its wall clock is set %s by a day', async (_, milliseconds) => {
  const a = candidate('a');
  await a.acquire();
  const b = candidate('b');
  const won = b.acquire();
  await pass(4);
  clock.set(milliseconds);
  await pass(80);
  expect(b.isLeader).toBe(false);
  expect(holder()).toBe('a');
  await a.release();
  await pass(4);
  expect(await won).toBe(true);
});

it('takes the Lease of a holder that vanished though the wall clock was set back meanwhile', async () => {
  const metadata = { namespace: 'tarantool', name: 'tarantool-operator' };
  server.put(leases, { metadata, spec: { holderIdentity: 'gone', leaseDurationSeconds: 60 } });
  const b = candidate('b');
  const won = b.acquire();
  await pass(30);
  clock.set(-24 * 3600_000);
  await pass(34);
  expect(await won).toBe(true);
});

it('gives up after a machine has slept for longer than a Lease lasts, where it cannot renew', async () => {
  const a = candidate('a');
  await a.acquire();
  server.refuse(() => true, { status: 500 }, 1000);
  clock.set(3600_000);
  clock.advance(20_000);
  await eventually(() => a.lost.aborted, 'a gives up at the first renewal that fails');
});

it('does not wait for a holder that certainly runs no more, nor for itself before a restart', async () => {
  const metadata = { namespace: 'tarantool', name: 'tarantool-operator' };
  server.put(leases, { metadata, spec: { holderIdentity: 'deleted-pod', leaseDurationSeconds: 60 } });
  expect(await candidate('b', { isHolderGone: async who => who === 'deleted-pod' }).acquire()).toBe(true);
  expect(await candidate('b').acquire()).toBe(true);
});

it('tells when somebody else took the Lease', async () => {
  const a = candidate('a');
  await a.acquire();
  const lease = server.get(leases, 'tarantool', 'tarantool-operator')!;
  server.put(leases, { ...lease, spec: { ...lease.spec, holderIdentity: 'b' } });
  clock.advance(20_000);
  await eventually(() => a.lost.aborted, 'a knows');
  expect(a.isLeader).toBe(false);
  expect(holder()).toBe('b');
});

it('gives up before a successor may start when the server stays away', async () => {
  const a = candidate('a');
  await a.acquire();
  server.refuse(() => true, { status: 500 }, 1000);
  await pass(38);
  expect(a.lost.aborted).toBe(false);
  clock.advance(2000);
  await eventually(() => a.lost.aborted, 'a gives up after 40 of the 60 s');
});

it('goes on after a short outage', async () => {
  const a = candidate('a');
  await a.acquire();
  server.refuse(() => true, { status: 500 }, 3);
  await pass(60);
  expect(a.isLeader).toBe(true);
});
