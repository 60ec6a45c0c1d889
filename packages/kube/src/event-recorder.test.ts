import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { ManualClock } from '@cartridge-on-kubernetes/platform/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createKubeClient, type KubeClient } from './client/client.ts';
import { EventRecorder, events, type Happening } from './event-recorder.ts';
import { FakeApiServer } from './testing/fake-api-server.ts';

let server: FakeApiServer;
let client: KubeClient;
let clock: ManualClock;

beforeEach(async () => {
  server = await FakeApiServer.start();
  client = createKubeClient(server.connection(), { platform: nodePlatform });
  clock = new ManualClock();
});

afterEach(async () => {
  await client.close();
  await server.stop();
});

function recorder(): EventRecorder {
  return new EventRecorder({ client, component: 'tarantool-operator', instance: 'pod-1', clock });
}

function happening(message = 'Pod is pending'): Happening {
  return {
    about: { apiVersion: 'v1', kind: 'Pod', namespace: 'tarantool', name: 'routers-0-0', uid: 'u1' },
    type: 'Warning',
    reason: 'PodPending',
    message,
  };
}

const stored = () => server.list(events);
const writes = () => server.requests.filter(request => request.method !== 'GET').length;

it('writes an Event as kubectl describe shows it', async () => {
  const events = recorder();
  events.record(happening());
  await events.flush();
  expect(stored()).toMatchObject([
    {
      involvedObject: { kind: 'Pod', name: 'routers-0-0', uid: 'u1' },
      type: 'Warning',
      reason: 'PodPending',
      message: 'Pod is pending',
      count: 1,
      firstTimestamp: '2026-01-01T00:00:00Z',
      lastTimestamp: '2026-01-01T00:00:00Z',
      source: { component: 'tarantool-operator' },
    },
  ]);
});

it('turns a thousand repeats in an hour into a handful of writes with a true count', async () => {
  const events = recorder();
  for (let i = 0; i < 1000; i += 1) {
    events.record(happening());
    clock.advance(3600);
  }
  await events.flush();
  expect(stored()).toHaveLength(1);
  expect(writes()).toBeLessThanOrEqual(5);
  clock.advance(3_600_000);
  events.record(happening());
  await events.flush();
  expect(stored()[0]).toMatchObject({ count: 1001, firstTimestamp: '2026-01-01T00:00:00Z' });
});

it('writes nothing while nothing is recorded', async () => {
  const events = recorder();
  events.record(happening());
  await events.flush();
  clock.advance(24 * 3_600_000);
  await events.flush();
  expect(writes()).toBe(1);
  expect(clock.pending).toBe(0);
});

it('counts on from an earlier run', async () => {
  for (const run of [recorder(), recorder(), recorder()]) {
    run.record(happening());
    await run.flush();
  }
  expect(stored()).toHaveLength(1);
  expect(stored()[0]?.count).toBe(3);
});

it('writes anew what the server has forgotten', async () => {
  const recording = recorder();
  recording.record(happening());
  await recording.flush();
  server.delete(events, 'tarantool', stored()[0]?.metadata.name ?? '');
  clock.advance(300_000);
  recording.record(happening());
  await recording.flush();
  expect(stored()[0]?.count).toBe(2);
});

it('does not let ever new messages about one object become a storm', async () => {
  const events = recorder();
  for (let i = 0; i < 1000; i += 1) events.record(happening(`attempt ${i}`));
  await events.flush();
  expect(writes()).toBe(25);
  clock.advance(60_000);
  for (let i = 0; i < 10; i += 1) events.record(happening(`later ${i}`));
  await events.flush();
  expect(writes()).toBe(26);
});

it('loses an Event rather than stop the work', async () => {
  const problems: unknown[] = [];
  const events = new EventRecorder({
    client,
    component: 'c',
    instance: 'i',
    clock,
    onProblem: error => problems.push(error),
  });
  server.refuse(() => true, { status: 403, reason: 'Forbidden' });
  events.record(happening('refused'));
  events.record(happening('accepted'));
  await events.flush();
  expect(problems).toHaveLength(1);
  expect(stored().map(event => event.message)).toEqual(['accepted']);
});
