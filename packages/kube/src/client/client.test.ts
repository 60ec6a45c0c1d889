import { nodePlatform } from '@cartridge-on-kubernetes/platform';
import { ManualClock } from '@cartridge-on-kubernetes/platform/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AlreadyExistsError,
  BadAnswerError,
  ConflictError,
  ConnectionError,
  DeadlineError,
  ForbiddenError,
  InvalidError,
  NotFoundError,
  TooManyRequestsError,
} from '../errors.ts';
import { ServerClock } from '../server-clock.ts';
import { FakeApiServer } from '../testing/fake-api-server.ts';
import { pod, pods } from '../testing/pods.ts';
import { createKubeClient, type KubeClient } from './client.ts';

let server: FakeApiServer;
let client: KubeClient;

beforeEach(async () => {
  server = await FakeApiServer.start();
  client = createKubeClient(server.connection(), { platform: nodePlatform });
});

afterEach(async () => {
  await client.close();
  await server.stop();
});

const at = { namespace: 'tarantool', name: 'a' };
const everyRequest = () => true;

it('learns from an answer what time it is at the server', async () => {
  const serverClock = new ServerClock(new ManualClock());
  const learning = createKubeClient(server.connection(), { platform: nodePlatform, serverClock });
  const before = Date.now();
  await learning.list(pods);
  expect(serverClock.now()).toBeGreaterThan(before - 2000);
  expect(serverClock.now()).toBeLessThan(Date.now() + 2000);
  await learning.close();
});

describe('verbs', () => {
  it('creates, reads, updates, patches, lists and deletes', async () => {
    const created = await client.create(pods, pod('a', { labels: { app: 'x' } }));
    expect(created.metadata.uid).toBeDefined();
    await client.update(pods, { ...created, status: { phase: 'Pending' } });
    await client.patch(pods, at, { kind: 'merge', body: { metadata: { labels: { app: null, more: '1' } } } });
    expect(await client.get(pods, at)).toMatchObject({
      metadata: { labels: { more: '1' } },
      status: { phase: 'Pending' },
    });
    await client.create(pods, pod('b'));
    const list = await client.list(pods, { namespace: 'tarantool', labelSelector: 'more=1' });
    expect(list.items.map(item => item.metadata.name)).toEqual(['a']);
    await client.delete(pods, at, { gracePeriodSeconds: 5 });
    await expect(client.get(pods, at)).rejects.toThrow(NotFoundError);
  });

  it('says on the wire what kind of patch it sends', async () => {
    server.put(pods, pod('a'));
    await client.patch(pods, at, { kind: 'strategic', body: {} });
    await client.apply(pods, pod('a'), { fieldManager: 'us', conflicts: 'take' });
    const [strategic, apply] = server.requests;
    expect(strategic?.headers['content-type']).toBe('application/strategic-merge-patch+json');
    expect(apply?.headers['content-type']).toBe('application/apply-patch+yaml');
    expect(apply?.query.toString()).toBe('force=true&fieldManager=us');
    expect(JSON.parse(apply?.body ?? '')).toMatchObject({ apiVersion: 'v1', kind: 'Pod' });
  });

  it('names the subresource in the path', async () => {
    server.put(pods, pod('a'));
    await client.patch(pods, { ...at, subresource: 'status' }, { kind: 'merge', body: { status: {} } });
    await client.createSubresource(pods, { ...at, subresource: 'eviction' }, {});
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PATCH /api/v1/namespaces/tarantool/pods/a/status',
      'POST /api/v1/namespaces/tarantool/pods/a/eviction',
    ]);
  });
});

describe('errors', () => {
  it('tells AlreadyExists from Conflict, though both are 409', async () => {
    const stored = await client.create(pods, pod('a'));
    await expect(client.create(pods, pod('a'))).rejects.toThrow(AlreadyExistsError);
    await client.patch(pods, at, { kind: 'merge', body: { status: { phase: 'Running' } } });
    await expect(client.update(pods, stored)).rejects.toThrow(ConflictError);
  });

  it('has a class for each refusal, and a message with the object and the server’s words', async () => {
    server.refuse(everyRequest, { status: 403, reason: 'Forbidden', message: 'pods "a" is forbidden' });
    const error = await client.get(pods, at).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ForbiddenError);
    expect((error as Error).message).toBe('Could not get pod tarantool/a: pods "a" is forbidden');
    server.refuse(everyRequest, { status: 422, reason: 'Invalid' });
    await expect(client.get(pods, at)).rejects.toThrow(InvalidError);
  });

  it('reports a proxy that answers HTML', async () => {
    server.refuse(everyRequest, { status: 200, text: '<html>sign in</html>' });
    await expect(client.get(pods, at)).rejects.toThrow(BadAnswerError);
  });

  it('reports a server that is not there', async () => {
    await server.stop();
    await expect(client.get(pods, at)).rejects.toThrow(ConnectionError);
    server = await FakeApiServer.start();
  });

  it('gives up at its deadline when the server says nothing', async () => {
    server.fallSilent();
    await expect(client.get(pods, at, { deadlineSeconds: 0.2 })).rejects.toThrow(DeadlineError);
  });
});

describe('asked to come back later', () => {
  it('waits as Retry-After says and sends again, writes too', async () => {
    server.refuse(everyRequest, { status: 429, headers: { 'retry-after': '0' } }, 3);
    await client.create(pods, pod('a'));
    expect(server.count('POST', /pods$/)).toBe(4);
    expect(server.list(pods)).toHaveLength(1);
  });

  it('does not send a refused eviction again: a budget says no', async () => {
    server.refuse(everyRequest, { status: 429, headers: { 'retry-after': '0' } }, 5);
    const evict = client.createSubresource(pods, { ...at, subresource: 'eviction' }, {});
    await expect(evict).rejects.toThrow(TooManyRequestsError);
    expect(server.requests).toHaveLength(1);
  });

  it('does not send a failed write again without being asked', async () => {
    server.refuse(everyRequest, { status: 500, reason: 'InternalError' }, 5);
    await expect(client.create(pods, pod('a'))).rejects.toThrow('Could not create pod tarantool/a');
    expect(server.requests).toHaveLength(1);
  });
});

it('survives connections that the server closed between two calls', async () => {
  server.put(pods, pod('a'));
  await Promise.all([client.get(pods, at), client.get(pods, at)]);
  server.cutConnections();
  await expect(client.get(pods, at)).resolves.toMatchObject({ metadata: { name: 'a' } });
});

it('asks for credentials again after a 401, once', async () => {
  let invalidated = 0;
  const connection = {
    ...server.connection(),
    credentials: {
      current: async () => ({
        authorization: `Bearer ${invalidated}`,
        certificate: undefined,
        key: undefined,
      }),
      invalidate: () => {
        invalidated += 1;
      },
    },
  };
  const suspicious = createKubeClient(connection, { platform: nodePlatform });
  server.put(pods, pod('a'));
  server.refuse(request => request.headers.authorization === 'Bearer 0', { status: 401 });
  await suspicious.get(pods, at);
  expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer 1');
  await suspicious.close();
});
